// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package finding

// byConsequence are rules in the order of what they mean for programs. What is not
// among them says least.
var byConsequence = []Rule{
	// What programs use already changes.
	PublishedGone, PublishedChanged, EnumZeroGone,
	// Methods are missing, or cannot be called.
	PathTemplate, MethodUnbound, ReferenceNone, ReferenceOutside, ReferenceLoop, PathStart, ServerUnknown, SecurityUnknown,
	// Values are lost, changed or refused.
	ProofDifference, PropertyTwice, MappingUnknown, NullElement, DateTimeForm, BodyIgnored, ParameterName, ParameterPlace, QueryString, PathVariable, ResponseStatus,
	// What is sent or read may not be what the server means.
	ParameterStyle, ParameterNested, PatchWithoutMask, UnsupportedFeature, MediaUpload, Streaming, Webhook,
	// Parts of the document are not in the output, or without a type.
	NotCarried, UnknownMember, MemberType, MemberMisplaced, UntypedResponse, UnknownType, SchemaMissing, UnknownFormat, EnumRepeats,
	// Names are not the document's.
	NameClash, IDDuplicate, LongName,
	// It is in comments only.
	LimitUnchecked,
}

var consequences = func() map[string]int {
	all := make(map[string]int)
	for i, r := range byConsequence {
		all[r.Name] = i
	}
	return all
}()

// consequence returns the place of a rule among others: the lower, the more it
// matters.
func consequence(rule string) int {
	if i, found := consequences[rule]; found {
		return i
	}
	return len(byConsequence)
}
