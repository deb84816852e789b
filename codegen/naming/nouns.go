// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import "strings"

// nouns knows the numbers of nouns.
var nouns = newNouns()

// acronyms end in an s that is no plural. Names of messages, which the lock has only if
// they do not follow from their keys, do not know them.
var acronyms = set("apns cms cors crm css ecs eks gps https iis jws kms lms mms nfs pos rds rfs rss sas saas ses sms sns sqs ssas tls xls")

// Singular returns a name with its last word in the singular.
func Singular(name string) string { return withLastWord(name, nouns.Singular) }

// singular returns a noun of a method's name in the singular.
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

// plural returns a noun of a method's name in the plural.
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
	if len(last) <= 2 { // no noun: the As of sendAs
		return name
	}
	at := strings.LastIndex(name, last)
	return name[:at] + change(last) + name[at+len(last):]
}

// isPlural tells whether a name stands for many.
func isPlural(name string) bool { return singular(name) != name }

// SameNoun tells whether two words differ in number and case alone.
func SameNoun(a, b string) bool {
	return strings.EqualFold(a, b) || strings.EqualFold(nouns.Singular(a), nouns.Singular(b))
}
