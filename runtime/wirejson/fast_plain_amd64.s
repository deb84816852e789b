// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe && !purego

#include "textflag.h"

// A byte is plain if it is at least 0x20, as a signed byte, and neither a quote nor a backslash.
// CONSTANTS sets X12, X13 and X14 to 16 bytes of 0x20, of quotes and of backslashes.
#define CONSTANTS \
	MOVQ $0x2020202020202020, DX \
	MOVQ DX, X12 \
	PUNPCKLQDQ X12, X12 \
	MOVQ $0x2222222222222222, DX \
	MOVQ DX, X13 \
	PUNPCKLQDQ X13, X13 \
	MOVQ $0x5c5c5c5c5c5c5c5c, DX \
	MOVQ DX, X14 \
	PUNPCKLQDQ X14, X14

// NOTPLAIN sets the bytes of mask at which x is not plain. It overwrites the register other.
#define NOTPLAIN(x, mask, other) \
	MOVO X12, mask \
	PCMPGTB x, mask \
	MOVO X13, other \
	PCMPEQB x, other \
	POR other, mask \
	MOVO X14, other \
	PCMPEQB x, other \
	POR other, mask

// func copyPlainBlocks(dst, src []byte) int
TEXT ·copyPlainBlocks(SB), NOSPLIT, $0-56
	MOVQ dst_base+0(FP), DI
	MOVQ src_base+24(FP), SI
	MOVQ src_len+32(FP), CX
	XORQ AX, AX
	SUBQ $32, CX
	JLT copied
	CONSTANTS
copy:
	MOVOU (SI)(AX*1), X0
	MOVOU 16(SI)(AX*1), X1
	NOTPLAIN(X0, X2, X4)
	NOTPLAIN(X1, X3, X5)
	POR X3, X2
	PMOVMSKB X2, DX
	TESTL DX, DX
	JNZ copied
	MOVOU X0, (DI)(AX*1)
	MOVOU X1, 16(DI)(AX*1)
	ADDQ $32, AX
	CMPQ AX, CX
	JLE copy
copied:
	MOVQ AX, ret+48(FP)
	RET

// func plainBlocks(s []byte) int
TEXT ·plainBlocks(SB), NOSPLIT, $0-32
	MOVQ s_base+0(FP), SI
	MOVQ s_len+8(FP), CX
	XORQ AX, AX
	SUBQ $32, CX
	JLT counted
	CONSTANTS
count:
	MOVOU (SI)(AX*1), X0
	MOVOU 16(SI)(AX*1), X1
	NOTPLAIN(X0, X2, X4)
	NOTPLAIN(X1, X3, X5)
	POR X3, X2
	PMOVMSKB X2, DX
	TESTL DX, DX
	JNZ counted
	ADDQ $32, AX
	CMPQ AX, CX
	JLE count
counted:
	MOVQ AX, ret+24(FP)
	RET
