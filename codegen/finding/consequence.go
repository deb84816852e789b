// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package finding

// byConsequence are rules in the order of their consequences for programs. Other rules follow
// after the last one.
var byConsequence = []Rule{
	// The document lacks parts, which can cause the changes below.
	ReferenceNone, ReferenceOutside, ReferenceLoop,
	// The API that programs already use changes.
	PublishedRenamed, PagerLost, PublishedGone, PublishedChanged, EnumZeroGone,
	// Methods are missing, or cannot be called.
	PathTemplate, MethodUnbound, PathStart, ServerUnknown, SecurityUnknown,
	// Values are lost, changed or refused.
	ProofDifference, PropertyTwice, MappingUnknown, NullElement, DateTimeForm, BodyIgnored, ParameterName, ParameterPlace, QueryString,
	PathVariable, ResponseStatus,
	// A server may interpret requests, or a client responses, in another way.
	ParameterStyle, ParameterNested, PatchWithoutMask, UnsupportedFeature, MediaUpload, Streaming, Webhook,
	// Parts of the document are not in the output, or have no type.
	NotCarried, UnknownMember, MemberType, MemberMisplaced, UntypedResponse, UnknownType, SchemaMissing, UnknownFormat, EnumRepeats,
	// Names differ from those of the document.
	NameClash, IDDuplicate, LongName,
	// The output states it in comments only.
	LimitUnchecked,
}

var consequences = func() map[string]int {
	all := make(map[string]int)
	for i, r := range byConsequence {
		all[r.Name] = i
	}
	return all
}()

// consequence returns the rank of a rule. Lower ranks are more important.
func consequence(rule string) int {
	if i, found := consequences[rule]; found {
		return i
	}
	return len(byConsequence)
}
