# The CUDA kernels, where nvcc is: code for Orin, Hopper and Thor as far as this nvcc knows them, and PTX for the rest. They are
# built once into SIGNET_KERNELS, which the builds for several processors can share.
set(SIGNET_KERNELS "${CMAKE_BINARY_DIR}/kernels" CACHE PATH "Where the kernels are built")
find_program(SIGNET_NVCC nvcc HINTS ENV CUDA_HOME PATHS /usr/local/cuda PATH_SUFFIXES bin)
if(NOT SIGNET_NVCC)
  message(STATUS "left out: the CUDA kernels (install nvcc)")
  return()
endif()

# An nvcc that does not work, such as one that refuses this machine's compiler, is as good as none. That is tried with a file
# of its own and not with the kernels, whose own errors must fail the build.
execute_process(COMMAND ${SIGNET_NVCC} --list-gpu-code
  RESULT_VARIABLE failed OUTPUT_VARIABLE known ERROR_VARIABLE said)
if(NOT failed)
  file(WRITE ${CMAKE_BINARY_DIR}/try.cu
    "#include <cmath>\n#include <cstdint>\nextern \"C\" __global__ void scale(float* at, float by) { *at *= by; }\n")
  execute_process(COMMAND ${SIGNET_NVCC} -std=c++17 -fatbin -o ${CMAKE_BINARY_DIR}/try.fatbin ${CMAKE_BINARY_DIR}/try.cu
    RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
endif()
if(failed)
  message(STATUS "left out: the CUDA kernels (${SIGNET_NVCC} can't compile them: install one that works with this compiler)")
  message(STATUS "nvcc ends with ${failed}: ${said}")
  return()
endif()

foreach(number 87 90 110)
  if(known MATCHES "sm_${number}\n")
    list(APPEND code -gencode arch=compute_${number},code=sm_${number})
    string(APPEND names "sm_${number} ")
  endif()
endforeach()
# The oldest that nvcc 13 knows, for what is older than Orin too.
set(text compute_75)
if(NOT known MATCHES "sm_75\n")
  set(text compute_87)
endif()

set(source ${CMAKE_SOURCE_DIR}/src/main/cpp)
set(nvcc ${SIGNET_NVCC} -std=c++17 --fmad=false -I ${source})
set(kernel-sources ${source}/cuda/kernels.cu ${source}/preprocess/arithmetic.h ${CMAKE_CURRENT_LIST_FILE})
file(MAKE_DIRECTORY ${SIGNET_KERNELS})
add_custom_command(OUTPUT ${SIGNET_KERNELS}/kernels.fatbin
  COMMAND ${nvcc} -fatbin ${code} -gencode arch=${text},code=${text}
    -o ${SIGNET_KERNELS}/kernels.fatbin ${source}/cuda/kernels.cu
  DEPENDS ${kernel-sources} VERBATIM)
# PTX says which driver can read it by its version. These kernels need nothing that is newer than 7.4 (CUDA 11.4), so that is
# what the text says for drivers that refuse the fat binary of a newer nvcc.
add_custom_command(OUTPUT ${SIGNET_KERNELS}/kernels.ptx
  COMMAND ${nvcc} -ptx -arch=${text} -o ${SIGNET_KERNELS}/new.ptx ${source}/cuda/kernels.cu
  COMMAND sed "s/^[.]version .*/.version 7.4/" ${SIGNET_KERNELS}/new.ptx > ${SIGNET_KERNELS}/kernels.ptx
  DEPENDS ${kernel-sources} VERBATIM)
set(assembly ${source}/cuda/kernel_images.S)
set_source_files_properties(${assembly} PROPERTIES
  OBJECT_DEPENDS "${SIGNET_KERNELS}/kernels.fatbin;${SIGNET_KERNELS}/kernels.ptx"
  COMPILE_OPTIONS "-Wa,-I,${SIGNET_KERNELS}")
target_sources(signetjetson-core PRIVATE ${assembly}
  ${SIGNET_KERNELS}/kernels.fatbin ${SIGNET_KERNELS}/kernels.ptx)
set_source_files_properties(${source}/cuda/kernel_images.cpp PROPERTIES
  COMPILE_DEFINITIONS "SIGNET_KERNEL_NAMES=\"${names}ptx\"")
