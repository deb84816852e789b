// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import "strings"

var nouns = newNouns()

// acronyms end in an s that does not mark a plural. Only names of methods respect them: the
// exported Singular and Plural, which derive names of types, must keep the results by which
// types were published.
var acronyms = set(
	"apns cms cors crm css ecs eks gps https iis jws kms lms mms nfs pos rds rfs rss sas saas ses sms sns sqs ssas tls xls")

// Singular returns a name with its last word in the singular.
func Singular(name string) string { return withLastWord(name, nouns.Singular) }

// singular is like Singular for names of methods: it leaves acronyms unchanged.
func singular(name string) string {
	return withLastWord(name, func(word string) string {
		if acronyms[strings.ToLower(word)] {
			return word
		}
		return nouns.Singular(word)
	})
}

// Plural returns a name with its last word in the plural.
func Plural(name string) string { return withLastWord(name, nouns.Plural) }

// plural is like Plural for names of methods: it leaves acronyms unchanged.
func plural(name string) string {
	return withLastWord(name, func(word string) string {
		if acronyms[strings.ToLower(word)] {
			return word
		}
		return nouns.Plural(word)
	})
}

func withLastWord(name string, change func(string) string) string {
	all := Words(name)
	if len(all) == 0 {
		return name
	}
	last := all[len(all)-1]
	if len(last) <= 2 { // not a noun: the As of sendAs
		return name
	}
	at := strings.LastIndex(name, last)
	return name[:at] + change(last) + name[at+len(last):]
}

// isPlural reports whether the last word of a name is a plural.
func isPlural(name string) bool { return singular(name) != name }

// SameNoun reports whether two words are equal, ignoring number and case.
func SameNoun(a, b string) bool {
	return strings.EqualFold(a, b) || strings.EqualFold(nouns.Singular(a), nouns.Singular(b))
}
