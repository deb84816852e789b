// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"github.com/protolect/protolect/codegen/document"
)

// conventions are those of OpenAPI documents. People and frameworks write them in any style, and JSON
// Schema defines their values.
var conventions = document.Conventions{
	NamedByTitle:      true,
	RevisionIsVersion: true,
	ServicePerTag:     true,
	NamesFromIDs:      true,
	ShortMessageNames: true,
	FreeSchemaNames:   true,
	FreePropertyNames: true,
	SingularElements:  true,
	SharedEnums:       true,
	NamesInline:       true,
	TracksPresence:    true,
	SendsRequired:     true,
	CompleteEnums:     true,
	PlacesFields:      true,
	StylesParameters:  true,
	PagesByStructure:  true,
	StatesSecurity:    true,
}
