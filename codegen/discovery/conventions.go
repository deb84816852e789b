// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package discovery

import "github.com/protolect/protolect/codegen/document"

// conventions are those of discovery documents. Google generates the documents from proto
// definitions that follow the AIPs.
var conventions = document.Conventions{
	FormatsAreTypes:     true,
	BehaviorWords:       true,
	EmbedsRequests:      true,
	PathNamesProperties: true,
	OnlyPageTokens:      true,
}
