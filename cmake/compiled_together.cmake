# bff_compiled_together(TARGET): its files are compiled sixteen at once. Reading headers is three quarters of each
# compilation. Names in anonymous namespaces are then unique in
# the whole target; the compiler says where they are not.
function(bff_compiled_together target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 16)
endfunction()
