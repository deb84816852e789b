// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"bytes"
	"math"
	"strconv"

	"google.golang.org/protobuf/reflect/protoreflect"
)

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isNumberStart(c byte) bool { return c == '-' || isDigit(c) }

// number reads a number.
func (d *decoder) number() ([]byte, *Error) {
	rest := d.text[d.pos:]
	n, ok := numberLen(rest)
	switch {
	case ok:
		d.pos += n
		return rest[:n], nil
	case n == len(rest):
		return nil, d.cutOff("a number")
	default:
		return nil, d.unexpected("a number")
	}
}

// isNumber reports whether s is a JSON number.
func isNumber(s string) bool {
	n, ok := numberLen([]byte(s))
	return ok && n == len(s)
}

// numberLen returns the length of the JSON number at the beginning of s. If there is none,
// ok is false and n is the length of the longest prefix that could begin a number.
func numberLen(s []byte) (n int, ok bool) {
	if n < len(s) && s[n] == '-' {
		n++
	}
	if n < len(s) && s[n] == '0' {
		n++
	} else if n, ok = digits(s, n); !ok {
		return n, false
	}
	if n < len(s) && s[n] == '.' {
		if n, ok = digits(s, n+1); !ok {
			return n, false
		}
	}
	if n < len(s) && (s[n] == 'e' || s[n] == 'E') {
		n++
		if n < len(s) && (s[n] == '+' || s[n] == '-') {
			n++
		}
		if n, ok = digits(s, n); !ok {
			return n, false
		}
	}
	return n, true
}

// digits returns the end of the digits that begin at s[n], and whether there is at least
// one.
func digits(s []byte, n int) (end int, ok bool) {
	for end = n; end < len(s) && isDigit(s[end]); end++ {
	}
	return end, end > n
}

// numeral reads a number or a string, which may hold a number. It returns the text and the
// position of the value.
func (d *decoder) numeral(want protoreflect.Kind) (text []byte, at int, err *Error) {
	c := d.peek()
	at = d.pos
	switch {
	case c == '"':
		text, err = d.content()
	case isNumberStart(c):
		text, err = d.number()
	default:
		err = d.unexpected(want.String())
	}
	return text, at, err
}

func (d *decoder) int(want protoreflect.Kind, bits int) (int64, *Error) {
	text, at, err := d.numeral(want)
	if err != nil {
		return 0, err
	}
	n, ok := parseInt(text, bits)
	if !ok {
		return 0, d.invalid(at, want.String())
	}
	return n, nil
}

func (d *decoder) uint(want protoreflect.Kind, bits int) (uint64, *Error) {
	text, at, err := d.numeral(want)
	if err != nil {
		return 0, err
	}
	n, ok := parseUint(text, bits)
	if !ok {
		return 0, d.invalid(at, want.String())
	}
	return n, nil
}

func (d *decoder) float(want protoreflect.Kind, bits int) (float64, *Error) {
	text, at, err := d.numeral(want)
	if err != nil {
		return 0, err
	}
	f, ok := parseFloat(text, bits)
	if !ok {
		return 0, d.invalid(at, want.String())
	}
	return f, nil
}

// smallInt parses the most common integers: up to 18 digits with an optional minus sign.
func smallInt(text []byte) (n int64, ok bool) {
	digits := text
	if len(digits) > 0 && digits[0] == '-' {
		digits = digits[1:]
	}
	if len(digits) == 0 || len(digits) > 18 || digits[0] == '0' && len(digits) > 1 {
		return 0, false
	}
	for _, c := range digits {
		if !isDigit(c) {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	if len(digits) < len(text) {
		n = -n
	}
	return n, true
}

func parseInt(text []byte, bits int) (int64, bool) {
	if n, ok := smallInt(text); ok {
		return n, bits == 64 || n == int64(int32(n))
	}
	s, ok := integer(text)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, bits)
	return n, err == nil
}

func parseUint(text []byte, bits int) (uint64, bool) {
	if n, ok := smallInt(text); ok {
		return uint64(n), n >= 0 && (bits == 64 || n == int64(uint32(n)))
	}
	s, ok := integer(text)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseUint(s, 10, bits)
	return n, err == nil
}

// maxIntegerDigits is the number of digits of the largest uint64.
const maxIntegerDigits = 20

// integer returns a JSON number without fraction and exponent. ok is false if text is not a
// number, or not an integer of at most about maxIntegerDigits digits. Zero has no sign.
func integer(text []byte) (string, bool) {
	if n, ok := numberLen(text); !ok || n != len(text) {
		return "", false
	}
	mantissa, exponent := text, ""
	if i := bytes.IndexAny(text, "eE"); i >= 0 {
		mantissa, exponent = text[:i], string(text[i+1:])
	}
	whole, fraction, _ := bytes.Cut(mantissa, []byte("."))
	sign := ""
	if whole[0] == '-' {
		sign, whole = "-", whole[1:]
	}
	if whole[0] == '0' {
		whole = nil
	}
	fraction = bytes.TrimRight(fraction, "0")
	if len(whole)+len(fraction) == 0 {
		return "0", true
	}
	shift := 0
	if exponent != "" {
		n, err := strconv.ParseInt(exponent, 10, 32)
		if err != nil {
			return "", false
		}
		shift = int(n)
	}
	if shift < 0 {
		// Only zeros may be dropped.
		end := len(whole) + shift
		if len(fraction) > 0 || end < 0 || len(bytes.TrimRight(whole[end:], "0")) > 0 {
			return "", false
		}
		return sign + string(whole[:end]), true
	}
	if len(fraction) > shift || len(whole)+shift > maxIntegerDigits {
		return "", false
	}
	zeros := "00000000000000000000"[:shift-len(fraction)]
	return sign + string(whole) + string(fraction) + zeros, true
}

// parseFloat parses a JSON number, or one of NaN, Infinity and -Infinity. It returns false
// for numbers out of range.
func parseFloat(text []byte, bits int) (float64, bool) {
	switch string(text) {
	case "NaN":
		return math.NaN(), true
	case "Infinity":
		return math.Inf(1), true
	case "-Infinity":
		return math.Inf(-1), true
	}
	if n, ok := numberLen(text); !ok || n != len(text) {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(text), bits)
	return f, err == nil
}

// parseAnyFloat parses a JSON number of any size. A number that is too large becomes
// infinite.
func parseAnyFloat(text []byte) (f float64, inRange bool) {
	f, err := strconv.ParseFloat(string(text), 64)
	return f, err == nil
}

// exactDigits is the number of decimal digits that a double can always represent.
const exactDigits = 15

// isDouble reports whether f, the double nearest to the number in text, is written with the
// same digits.
func isDouble(text []byte, f float64) bool {
	if len(text) <= exactDigits {
		return true
	}
	digits, exponent := decimal(text)
	written, same := decimal(strconv.AppendFloat(nil, f, 'e', -1, 64))
	return string(digits) == string(written) && exponent == same
}

// isPlainDouble reports whether the number at pos has few digits and no exponent, so that a
// double represents it exactly.
func (d *decoder) isPlainDouble() bool {
	n, _ := digits(d.text, d.pos+1)
	if n < len(d.text) && d.text[n] == '.' {
		n, _ = digits(d.text, n+1)
	}
	return n-d.pos <= exactDigits && (n == len(d.text) || d.text[n]|' ' != 'e')
}

// decimal returns the digits of a number without leading and trailing zeros, and the
// exponent of the last digit.
func decimal(text []byte) (digits []byte, exponent int) {
	mantissa, e := text, 0
	if i := bytes.IndexAny(text, "eE"); i >= 0 {
		mantissa = text[:i]
		e, _ = strconv.Atoi(string(text[i+1:]))
	}
	whole, fraction, _ := bytes.Cut(bytes.TrimPrefix(mantissa, []byte("-")), []byte("."))
	all := append(append(make([]byte, 0, len(mantissa)), whole...), fraction...)
	e -= len(fraction)
	digits = bytes.TrimRight(all, "0")
	e += len(all) - len(digits)
	if digits = bytes.TrimLeft(digits, "0"); len(digits) == 0 {
		e = 0
	}
	return digits, e
}

// appendFloat appends f in the fewest digits that are parsed as f again. It uses an exponent
// only for very large and very small numbers, like package encoding/json.
func appendFloat(b []byte, f float64, bits int) []byte {
	switch {
	case math.IsNaN(f):
		return append(b, `"NaN"`...)
	case math.IsInf(f, 1):
		return append(b, `"Infinity"`...)
	case math.IsInf(f, -1):
		return append(b, `"-Infinity"`...)
	}
	abs := math.Abs(f)
	exponent := abs != 0 && (abs < 1e-6 || abs >= 1e21)
	if bits == 32 {
		exponent = abs != 0 && (float32(abs) < 1e-6 || float32(abs) >= 1e21)
	}
	if !exponent {
		return strconv.AppendFloat(b, f, 'f', -1, bits)
	}
	b = strconv.AppendFloat(b, f, 'e', -1, bits)
	// Remove the leading zero of an exponent with one digit.
	if n := len(b); b[n-3] == '-' && b[n-2] == '0' {
		b = append(b[:n-2], b[n-1])
	}
	return b
}
