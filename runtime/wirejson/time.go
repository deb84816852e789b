// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/reflect/protoreflect"
)

const (
	// The years 1 to 9999 in seconds since 1970.
	minTimestamp = -62135596800
	maxTimestamp = 253402300799
	// About 10,000 years in seconds.
	maxDuration = 315576000000

	maxNanos    = 999999999
	nanosDigits = 9

	wantTimestamp = "a time of RFC 3339 in the years 1 to 9999"
	wantDuration  = "a duration of at most 315576000000 seconds, such as 1.5s"
)

func appendTimestamp(b []byte, seconds, nanos int64) ([]byte, *Error) {
	if seconds < minTimestamp || seconds > maxTimestamp || nanos < 0 || nanos > maxNanos {
		return b, writeError(wantTimestamp, secondsText(seconds, nanos))
	}
	b = appendNanos(appendUTC(b, seconds), nanos)
	return append(b, 'Z', '"'), nil
}

func appendDuration(b []byte, seconds, nanos int64) ([]byte, *Error) {
	if seconds < -maxDuration || seconds > maxDuration || nanos < -maxNanos || nanos > maxNanos ||
		seconds < 0 && nanos > 0 || seconds > 0 && nanos < 0 {
		return b, writeError(wantDuration, secondsText(seconds, nanos))
	}
	b = append(b, '"')
	if seconds < 0 || nanos < 0 {
		b = append(b, '-')
		seconds, nanos = -seconds, -nanos
	}
	b = appendNanos(strconv.AppendInt(b, seconds, 10), nanos)
	return append(b, 's', '"'), nil
}

// appendNanos appends a fraction of 3, 6 or 9 digits, or nothing for zero.
func appendNanos(b []byte, nanos int64) []byte {
	if nanos == 0 {
		return b
	}
	digits := nanosDigits
	for nanos%1000 == 0 {
		nanos /= 1000
		digits -= 3
	}
	start := len(b)
	b = append(b, ".000000000"[:1+digits]...)
	for i := start + digits; nanos > 0; i-- {
		b[i] = '0' + byte(nanos%10)
		nanos /= 10
	}
	return b
}

func secondsText(seconds, nanos int64) string {
	return strconv.FormatInt(seconds, 10) + " seconds and " + strconv.FormatInt(nanos, 10) + " nanoseconds"
}

func (d *decoder) timestampText() (seconds int64, nanos int, err *Error) {
	if d.peek() != '"' {
		return 0, 0, d.unexpected(wantTimestamp)
	}
	at := d.pos
	text, err := d.content()
	if err != nil {
		return 0, 0, err
	}
	if seconds, nanos, ok := parseUTC(text); ok {
		return seconds, nanos, nil
	}
	s := string(text)
	leap := false
	if d.opts.Exact {
		s, leap = normalizeTime(s)
	}
	t, e := time.Parse(time.RFC3339Nano, s)
	if leap {
		t = t.Add(time.Second)
	}
	// A leap second is the last second of a day in UTC.
	if e != nil || leap && t.Unix()%secondsPerDay != 0 || t.Unix() < minTimestamp || t.Unix() > maxTimestamp {
		return 0, 0, d.invalid(at, wantTimestamp)
	}
	// time.Parse drops the digits after the ninth.
	if _, fraction, ok := strings.Cut(s, "."); ok && strings.IndexAny(fraction, "Z-+") > nanosDigits && !d.opts.Lenient {
		return 0, 0, d.invalid(at, "a time with at most 9 digits of a second")
	}
	return t.Unix(), t.Nanosecond(), nil
}

// normalizeTime returns an RFC 3339 time (section 5.6) with upper-case T and Z, for package
// time. If the time is a leap second, leap is true, and the result is the second before it.
func normalizeTime(s string) (canonical string, leap bool) {
	const second = len("0000-00-00T00:00:")
	b := []byte(s)
	if i := len("0000-00-00"); i < len(b) && b[i] == 't' {
		b[i] = 'T'
	}
	if n := len(b); n > 0 && b[n-1] == 'z' {
		b[n-1] = 'Z'
	}
	if len(b) > second+2 && string(b[second:second+2]) == "60" {
		copy(b[second:], "59")
		leap = true
	}
	return string(b), leap
}

func (d *decoder) durationText() (seconds int64, nanos int, err *Error) {
	s, at, err := d.wellKnownText(wantDuration)
	if err != nil {
		return 0, 0, err
	}
	seconds, nanos, ok := parseDuration(s)
	if !ok || seconds < -maxDuration || seconds > maxDuration {
		return 0, 0, d.invalid(at, wantDuration)
	}
	return seconds, nanos, nil
}

// setSeconds returns a function that sets the fields of a Timestamp or a Duration.
func setSeconds(m protoreflect.Message) func(seconds int64, nanos int, err *Error) *Error {
	return func(seconds int64, nanos int, err *Error) *Error {
		if err == nil {
			m.Set(field1(m), protoreflect.ValueOfInt64(seconds))
			m.Set(field2(m), protoreflect.ValueOfInt32(int32(nanos)))
		}
		return err
	}
}

// parseDuration parses seconds with an optional sign, a fraction of up to nine digits, and
// the suffix s. Like protojson, it accepts a point without digits before or after it.
func parseDuration(s string) (seconds int64, nanos int, ok bool) {
	s, ok = strings.CutSuffix(s, "s")
	if !ok {
		return 0, 0, false
	}
	sign := ""
	if s != "" && (s[0] == '-' || s[0] == '+') {
		sign, s = s[:1], s[1:]
	}
	whole, fraction, point := strings.Cut(s, ".")
	if whole == "" && !point || len(whole) > 1 && whole[0] == '0' || len(fraction) > nanosDigits || !allDigits(whole) || !allDigits(fraction) {
		return 0, 0, false
	}
	if whole == "" {
		whole = "0"
	}
	seconds, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return 0, 0, false
	}
	nanos, err = strconv.Atoi((fraction + "000000000")[:nanosDigits])
	if sign == "-" {
		seconds, nanos = -seconds, -nanos
	}
	return seconds, nanos, err == nil
}

func allDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}
