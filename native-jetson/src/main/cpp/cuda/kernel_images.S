/* The kernels as nvcc has built them, in the library itself. */
    .section .rodata
    .balign 16
    .globl signetFatbin
    .hidden signetFatbin
signetFatbin:
    .incbin "kernels.fatbin"
    .balign 16
    .globl signetPtx
    .hidden signetPtx
signetPtx:
    .incbin "kernels.ptx"
    .byte 0
    .section .note.GNU-stack,"",%progbits
