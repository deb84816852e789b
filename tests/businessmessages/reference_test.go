// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package businessmessages_test

import (
	"testing"

	"github.com/protolect/protolect/gen/google/businessmessages/v1/businessmessagespb"
	"github.com/protolect/protolect/tests/reference"
)

func TestReference(t *testing.T) {
	reference.Compare(t, "testdata/reference.txt",
		businessmessagespb.File_protolect_google_businessmessages_v1_businessmessages_proto,
		businessmessagespb.File_protolect_google_businessmessages_v1_businessmessages_service_proto)
}
