# The CUDA kernels, where nvcc is: code for Orin, Hopper and Thor as far as this nvcc knows them, and PTX for the rest. They are
# built once into SIGNET_KERNELS, which the builds for several processors can share.
set(SIGNET_KERNELS "${CMAKE_BINARY_DIR}/kernels" CACHE PATH "Where the kernels are built")
find_program(SIGNET_NVCC nvcc HINTS ENV CUDA_HOME PATHS /usr/local/cuda PATH_SUFFIXES bin)
if(NOT SIGNET_NVCC)
  message(STATUS "left out: the CUDA kernels (install nvcc)")
  return()
endif()

execute_process(COMMAND ${SIGNET_NVCC} --list-gpu-code OUTPUT_VARIABLE known COMMAND_ERROR_IS_FATAL ANY)
foreach(number 87 90 110)
  if(known MATCHES "sm_${number}\n")
    list(APPEND code -gencode arch=compute_${number},code=sm_${number})
    string(APPEND names "sm_${number} ")
  endif()
endforeach()

set(source ${CMAKE_SOURCE_DIR}/src/main/cpp)
set(nvcc ${SIGNET_NVCC} -std=c++17 --fmad=false -I ${source})
set(kernel-sources ${source}/cuda/kernels.cu ${source}/preprocess/arithmetic.h)
file(MAKE_DIRECTORY ${SIGNET_KERNELS})
add_custom_command(OUTPUT ${SIGNET_KERNELS}/kernels.fatbin
  COMMAND ${nvcc} -fatbin ${code} -gencode arch=compute_87,code=compute_87
    -o ${SIGNET_KERNELS}/kernels.fatbin ${source}/cuda/kernels.cu
  DEPENDS ${kernel-sources} VERBATIM)
# PTX says which driver can read it by its version. These kernels need nothing that is newer than 7.4 (CUDA 11.4), so that is
# what the text says for drivers that refuse the fat binary of a newer nvcc.
add_custom_command(OUTPUT ${SIGNET_KERNELS}/kernels.ptx
  COMMAND ${nvcc} -ptx -arch=compute_87 -o ${SIGNET_KERNELS}/new.ptx ${source}/cuda/kernels.cu
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
