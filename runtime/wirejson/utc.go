// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import "encoding/binary"

const (
	secondsPerDay = 24 * 60 * 60
	daysPerEra    = 400*365 + 97
	// eraStart is the first of March of the year 0, in days from 1970. With
	// years that begin in March, the day of leap years is the last of a year.
	eraStart = -719468
)

// appendUTC appends a quote and a time of the years 1 to 9999, in seconds from 1970.
// It is package time's AppendFormat for the one format that is needed.
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

// setPair sets two digits.
func setPair(b []byte, i int, n uint64) {
	const digits = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"
	pair := digits[2*n : 2*n+2]
	b[i], b[i+1] = pair[0], pair[1]
}

// parseUTC reads a time in UTC with at most nine digits of a second. What it
// does not take may still be a time.
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
	// The 29th of February is left to package time, which knows the years.
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

// A digitForm says where among eight bytes there have to be digits, and what elsewhere.
type digitForm struct {
	// text has zeros for the digits.
	text uint64
	// Added to a byte, most sets the highest bit: from 10 on where there is a digit, and
	// elsewhere from 1 on.
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

// pairs returns, for each of the eight bytes, the number that it and the next are as digits.
func (f *digitForm) pairs(s []byte) (pairs [8]byte, ok bool) {
	digits := binary.LittleEndian.Uint64(s) ^ f.text
	if (digits|(digits+f.most))&eights != 0 {
		return pairs, false
	}
	binary.LittleEndian.PutUint64(pairs[:], digits*10+digits>>8)
	return pairs, true
}

// monthDays are the days of each month, of February those of any year.
var monthDays = [...]int64{1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
