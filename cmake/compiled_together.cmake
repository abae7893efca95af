# bff_compiled_together(TARGET): its files are compiled sixteen at once, since reading headers is three
# quarters of each compilation. Names in anonymous namespaces are then unique in the whole target. Where two
# are declared the same way the compiler says so; where a name only hides another, nobody does.
option(BFF_COMPILE_APART "Compile each file by itself, as tools want that read compile_commands.json" OFF)
function(bff_compiled_together target)
  if(BFF_COMPILE_APART)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 16)
endfunction()
