# bff_gateway(NAME [SOURCE…]): an executable NAME from main.cpp and what else is listed, whose default
# configuration is the gateway.yaml beside it. NAME is the folder's name.
#
# Installed (component `gateways`), the configuration is <prefix>/etc/NAME/gateway.yaml, with the
# gateway's own routes/ and protos/ beside it; a unit for systemd goes with it.
include(GNUInstallDirs)

function(bff_gateway name)
  set(config ${CMAKE_INSTALL_SYSCONFDIR}/${name})
  set(installed_config ${config})
  if(NOT IS_ABSOLUTE ${config})
    file(RELATIVE_PATH installed_config /${CMAKE_INSTALL_BINDIR} /${config})
  endif()

  add_executable(${name} main.cpp ${ARGN})
  target_link_libraries(${name} PRIVATE bff::gateway)
  target_compile_features(${name} PRIVATE cxx_std_20)
  target_compile_definitions(${name} PRIVATE
    GATEWAY_NAME="${name}"
    GATEWAY_CONFIG="${CMAKE_CURRENT_SOURCE_DIR}/gateway.yaml"
    GATEWAY_INSTALLED_CONFIG="${installed_config}/gateway.yaml")

  # All gateways by one name, whichever they are.
  if(NOT TARGET gateways)
    add_custom_target(gateways)
  endif()
  add_dependencies(gateways ${name})

  install(TARGETS ${name} COMPONENT gateways)
  install(FILES gateway.yaml DESTINATION ${config} COMPONENT gateways)
  foreach(folder routes protos)
    if(IS_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/${folder})
      install(DIRECTORY ${folder} DESTINATION ${config} COMPONENT gateways)
    endif()
  endforeach()
  # Written while installing, not before: a unit names absolute paths, and `cmake --install --prefix`
  # may choose another place than the one that was configured.
  string(CONFIGURE [[
    set(name "@name@")
    cmake_path(APPEND CMAKE_INSTALL_PREFIX "@CMAKE_INSTALL_BINDIR@" OUTPUT_VARIABLE bin)
    cmake_path(APPEND CMAKE_INSTALL_PREFIX "@config@" OUTPUT_VARIABLE config)
    cmake_path(APPEND CMAKE_INSTALL_PREFIX "lib/systemd/system/@name@.service" OUTPUT_VARIABLE unit)
    message(STATUS "Installing: $ENV{DESTDIR}${unit}")
    configure_file("@CMAKE_CURRENT_FUNCTION_LIST_DIR@/gateway.service.in" "$ENV{DESTDIR}${unit}" @ONLY)
    list(APPEND CMAKE_INSTALL_MANIFEST_FILES "${unit}")
  ]] write_unit @ONLY)
  install(CODE "${write_unit}" COMPONENT gateways)
endfunction()
