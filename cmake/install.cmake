# What `cmake --install` adds to the gateways themselves (gateway.cmake).
# Component `gateways`: the protos and routes that all share, where gateway.yaml's paths look for
# them. Component `documentation`. Component `development`: the package that find_package(bff) finds.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(DIRECTORY protos routes DESTINATION ${CMAKE_INSTALL_SYSCONFDIR} COMPONENT gateways)
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT documentation)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT documentation)
# By which editors complete and check gateway.yaml and route files.
install(DIRECTORY schema DESTINATION ${CMAKE_INSTALL_DATADIR}/bff COMPONENT documentation)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/bff)
get_property(layers DIRECTORY common PROPERTY BFF_LAYERS)
install(TARGETS bff_gateway ${layers} EXPORT bff-targets
  FILE_SET HEADERS COMPONENT development
  ARCHIVE COMPONENT development)
install(EXPORT bff-targets NAMESPACE bff:: DESTINATION ${package} COMPONENT development)
configure_package_config_file(cmake/bff-config.cmake.in ${PROJECT_BINARY_DIR}/bff-config.cmake
  INSTALL_DESTINATION ${package} NO_SET_AND_CHECK_MACRO)
# Before 1.0 a minor version may change anything.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/bff-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES
    ${PROJECT_BINARY_DIR}/bff-config.cmake
    ${PROJECT_BINARY_DIR}/bff-config-version.cmake
    cmake/gateway.cmake
    cmake/gateway.service.in
  DESTINATION ${package} COMPONENT development)
