// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import "encoding/binary"

const (
	secondsPerDay = 24 * 60 * 60
	daysPerEra    = 400*365 + 97
	// eraStart is March 1 of the year 0, in days since 1970. The years of the calculation begin in
	// March, so that the leap day is the last day of a year.
	eraStart = -719468
)

// appendUTC appends a quote and a time in the years 1 to 9999, given in seconds since 1970,
// without fraction and zone. It is faster than AppendFormat of package time.
func appendUTC(b []byte, seconds int64) []byte {
	day := uint64(seconds-minTimestamp)/secondsPerDay + (minTimestamp/secondsPerDay - eraStart)
	second := uint64(seconds-minTimestamp) % secondsPerDay
	era := day / daysPerEra
	day %= daysPerEra
	year := (day - day/1460 + day/36524 - day/146096) / 365
	day -= 365*year + year/4 - year/100
	month := (5*day + 2) / 153
	day -= (153*month + 2) / 5
	year += 400 * era
	month += 3
	if month > 12 {
		month -= 12
		year++
	}
	n := len(b)
	b = append(b, `"0000-00-00T00:00:00`...)
	text := b[n : n+len(`"0000-00-00T00:00:00`)]
	setPair(text, 1, year/100)
	setPair(text, 3, year%100)
	setPair(text, 6, month)
	setPair(text, 9, day+1)
	setPair(text, 12, second/3600)
	setPair(text, 15, second/60%60)
	setPair(text, 18, second%60)
	return b
}

// setPair writes n as two digits at b[i].
func setPair(b []byte, i int, n uint64) {
	const digits = "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849" +
		"5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"
	pair := digits[2*n : 2*n+2]
	b[i], b[i+1] = pair[0], pair[1]
}

// parseUTC parses a time in UTC with up to nine digits of a second, faster than package
// time. If ok is false, s may still be a valid time.
func parseUTC(s []byte) (seconds int64, nanos int, ok bool) {
	const form = "0000-00-00T00:00:00"
	if len(s) <= len(form) || s[len(s)-1] != 'Z' {
		return 0, 0, false
	}
	date, ok1 := dateForm.pairs(s[:8])
	clock, ok2 := clockForm.pairs(s[8:16])
	year, month, day := int64(date[0])*100+int64(date[2]), int64(date[5]), int64(clock[0])
	hour, minute, second := int64(clock[3]), int64(clock[6]), int64(s[17]-'0')*10+int64(s[18]-'0')
	if !ok1 || !ok2 || s[16] != ':' || !isDigit(s[17]) || !isDigit(s[18]) {
		return 0, 0, false
	}
	if fraction := s[len(form) : len(s)-1]; len(fraction) > 0 {
		if fraction[0] != '.' || len(fraction) == 1 || len(fraction) > 1+nanosDigits {
			return 0, 0, false
		}
		for _, c := range fraction[1:] {
			if !isDigit(c) {
				return 0, 0, false
			}
			nanos = nanos*10 + int(c-'0')
		}
		for range 1 + nanosDigits - len(fraction) {
			nanos *= 10
		}
	}
	// February 29 is left to package time, which knows leap years.
	if year < 1 || month < 1 || month > 12 || day < 1 || day > monthDays[month] || hour > 23 || minute > 59 || second > 59 {
		return 0, 0, false
	}
	if month <= 2 {
		year--
		month += 12
	}
	days := eraStart + 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 1
	return days*secondsPerDay + hour*3600 + minute*60 + second, nanos, true
}

// A digitForm describes eight bytes of text: where digits must be, and which other bytes.
type digitForm struct {
	// text has a zero for each digit.
	text uint64
	// most is added to the bytes after they were XORed with text. The sum has its highest bit
	// set if a digit is greater than 9, or another byte differs from text.
	most uint64
}

var dateForm, clockForm = newDigitForm("0000-00-"), newDigitForm("00T00:00")

func newDigitForm(text string) digitForm {
	f := digitForm{text: binary.LittleEndian.Uint64([]byte(text)), most: ones * 0x76}
	for i, c := range text {
		if c != '0' {
			f.most |= 0x7f << (8 * i)
		}
	}
	return f
}

// pairs returns, for each of the eight bytes, the number that this digit and the next one
// form.
func (f *digitForm) pairs(s []byte) (pairs [8]byte, ok bool) {
	digits := binary.LittleEndian.Uint64(s) ^ f.text
	if (digits|(digits+f.most))&eights != 0 {
		return pairs, false
	}
	binary.LittleEndian.PutUint64(pairs[:], digits*10+digits>>8)
	return pairs, true
}

// monthDays is the number of days of each month, for February of a common year.
var monthDays = [...]int64{1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
