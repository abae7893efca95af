# Linked PRIVATE by every target of ours, so that no user of the library inherits them.
# -Wno-missing-field-initializers: GCC 12 warns about designated initialisers, which tests live on.
# -Wno-restrict: GCC 12 warns of impossible copies inside std::string with -O2 (GCC bug 105651).
# -Wno-subobject-linkage: it takes a .cpp that is compiled with others for a header.
add_library(bff_warnings INTERFACE)
target_compile_options(bff_warnings INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wnon-virtual-dtor -Wno-missing-field-initializers
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-subobject-linkage>
  -Werror=switch -Werror=return-type)
