# How everything is compiled and linked: warnings always, the rest by preset (CMakePresets.json).
set(JUAN_SANITIZE "" CACHE STRING "Sanitizers for all code, as -fsanitize= takes them")
option(JUAN_FUZZ "Build the fuzz targets; needs clang" OFF)
option(JUAN_HARDEN "The compiler's defences against memory errors, for what people run" OFF)

set(CMAKE_CXX_FLAGS_DEBUG "-g")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG")
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_BUILD_TYPE STREQUAL "Release")
  # g++ 12 sees overlaps and overruns in std::string that are not there once it inlines (GCC bug 105329).
  add_compile_options(-Wno-restrict -Wno-error=stringop-overflow -Wno-error=array-bounds)
endif()

if(JUAN_SANITIZE)
  add_compile_options(-fsanitize=${JUAN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
    -D_GLIBCXX_ASSERTIONS)
  add_link_options(-fsanitize=${JUAN_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-error=maybe-uninitialized)  # Instrumented code confuses g++ 12.
  endif()
endif()

if(JUAN_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

if(JUAN_HARDEN)
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS
    -fstack-protector-strong -fstack-clash-protection -ftrivial-auto-var-init=zero)
  if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
    add_compile_options(-fcf-protection=full)
  elseif(CMAKE_SYSTEM_PROCESSOR STREQUAL "aarch64")
    add_compile_options(-mbranch-protection=standard)
  endif()
  add_link_options(-pie -Wl,-z,relro,-z,now,-z,noexecstack)
endif()

find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
