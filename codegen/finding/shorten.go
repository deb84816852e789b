// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package finding

import (
	"fmt"
	"strings"
)

// The limits of messages, which contain names and values of documents of any length.
const (
	maxValue    = 240  // bytes of one value
	maxElements = 20   // values of one list
	maxMessage  = 1000 // bytes of a message
	maxPointer  = 400  // bytes of a JSON pointer
)

// Verbatim is an argument of a message that is not shortened, so that people can copy it.
type Verbatim string

// Message formats a message. It shortens long arguments first, so that a long value does not hide
// the rest of the message.
func Message(format string, args ...any) string {
	short := make([]any, len(args))
	for i, arg := range args {
		switch arg := arg.(type) {
		case string:
			short[i] = shorten(arg, maxValue)
		case []string:
			short[i] = shortenList(arg)
		case error:
			short[i] = shorten(arg.Error(), maxValue)
		case fmt.Stringer:
			short[i] = shorten(arg.String(), maxValue)
		default:
			short[i] = arg
		}
	}
	return shorten(fmt.Sprintf(format, short...), maxMessage)
}

// shorten cuts text after most bytes, and marks the cut.
func shorten(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

func shortenList(texts []string) []string {
	var short []string
	for i, text := range texts {
		if i == maxElements {
			return append(short, fmt.Sprintf("… %d more", len(texts)-i))
		}
		short = append(short, shorten(text, maxValue))
	}
	return short
}

// shortenMiddle cuts text in its middle, because the end of a pointer is its most specific part.
func shortenMiddle(text string, most int) string {
	if len(text) <= most {
		return text
	}
	half := most / 2
	return strings.ToValidUTF8(text[:half], "") + "…" + strings.ToValidUTF8(text[len(text)-half:], "")
}
