// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rcs_test

import (
	"testing"

	"github.com/protolect/protolect/gen/google/rcs/v1/rcspb"
	"github.com/protolect/protolect/tests/reference"
)

func TestReference(t *testing.T) {
	reference.Compare(t, "testdata/reference.txt",
		rcspb.File_protolect_google_rcsbusinessmessaging_v1_rcsbusinessmessaging_proto,
		rcspb.File_protolect_google_rcsbusinessmessaging_v1_rcsbusinessmessaging_service_proto)
}
