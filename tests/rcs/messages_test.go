// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rcs_test

import (
	"time"

	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/protolect/protolect/gen/google/rcs/v1/rcspb"
)

// textMessage is a message to a phone.
func textMessage(agent, id string) *rcspb.CreateAgentMessageRequest {
	return &rcspb.CreateAgentMessageRequest{
		Parent: phone, MessageId: id, AgentId: agent,
		AgentMessage: &rcspb.AgentMessage{
			ContentMessage: &rcspb.AgentContentMessage{Content: &rcspb.AgentContentMessage_Text{Text: "Hello"}},
			Expiration:     &rcspb.AgentMessage_Ttl{Ttl: durationpb.New(10 * time.Second)},
		},
	}
}
