# bff_gateway(NAME): an executable NAME from main.cpp and what else is listed, whose default
# configuration is the gateway.yaml beside it. NAME is the folder's name.
function(bff_gateway name)
  add_executable(${name} main.cpp ${ARGN})
  target_link_libraries(${name} PRIVATE bff::gateway)
  target_compile_features(${name} PRIVATE cxx_std_20)
  target_compile_definitions(${name} PRIVATE
    GATEWAY_NAME="${name}"
    GATEWAY_CONFIG="${CMAKE_CURRENT_SOURCE_DIR}/gateway.yaml")
endfunction()
