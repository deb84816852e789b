// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rcs_test

import (
	"errors"
	"strings"
	"testing"

	"buf.build/go/protovalidate"

	"github.com/protolect/protolect/gen/google/rcs/v1/rcspb"
	"github.com/protolect/protolect/runtime/rest"
)

// TestLimits passes a validator to the client. The validator reads the limits from our descriptors,
// although these do not link the declaration of the options.
func TestLimits(t *testing.T) {
	validator, err := protovalidate.New()
	if err != nil {
		t.Fatal(err)
	}
	text := func(n int) *rcspb.AgentContentMessage {
		return &rcspb.AgentContentMessage{Content: &rcspb.AgentContentMessage_Text{Text: strings.Repeat("é", n)}}
	}
	suggestions := func(n int, reply *rcspb.SuggestedReply) *rcspb.AgentContentMessage {
		content := text(1)
		for range n {
			content.Suggestions = append(content.Suggestions, &rcspb.Suggestion{Option: &rcspb.Suggestion_Reply{Reply: reply}})
		}
		return content
	}
	cards := func(n int, card *rcspb.CardContent) *rcspb.AgentContentMessage {
		carousel := new(rcspb.CarouselCard)
		for range n {
			carousel.CardContents = append(carousel.CardContents, card)
		}
		return &rcspb.AgentContentMessage{Content: &rcspb.AgentContentMessage_RichCard{
			RichCard: &rcspb.RichCard{Card: &rcspb.RichCard_CarouselCard{CarouselCard: carousel}},
		}}
	}
	dial := func(number string) *rcspb.AgentContentMessage {
		content := text(1)
		content.Suggestions = []*rcspb.Suggestion{{Option: &rcspb.Suggestion_Action{Action: &rcspb.SuggestedAction{
			Action: &rcspb.SuggestedAction_DialAction{DialAction: &rcspb.DialAction{PhoneNumber: number}},
		}}}}
		return content
	}
	card := &rcspb.CardContent{Title: "T"}
	reply := &rcspb.SuggestedReply{Text: "R"}
	for _, test := range []struct {
		what    string
		content *rcspb.AgentContentMessage
		field   string // the invalid field; empty if the request is valid
		rule    string
	}{
		{"a text as long as may be", text(3072), "", ""},
		{"a longer one", text(3073), "agent_message.content_message.text", "string.max_len"},
		{"11 suggestions", suggestions(11, reply), "", ""},
		{"12", suggestions(12, reply), "agent_message.content_message.suggestions", "repeated.max_items"},
		{"a long reply", suggestions(1, &rcspb.SuggestedReply{Text: strings.Repeat("r", 26)}), "agent_message.content_message.suggestions[0].reply.text", "string.max_len"},
		{"no cards, which is for the server to say", cards(0, nil), "", ""},
		{"one card", cards(1, card), "agent_message.content_message.rich_card.carousel_card.card_contents", "repeated.min_items"},
		{"10 cards", cards(10, card), "", ""},
		{"11", cards(11, card), "agent_message.content_message.rich_card.carousel_card.card_contents", "repeated.max_items"},
		{"a description as long as may be", cards(2, &rcspb.CardContent{Description: strings.Repeat("d", 2000)}), "", ""},
		{"a longer one", cards(2, &rcspb.CardContent{Description: strings.Repeat("d", 2001)}), "agent_message.content_message.rich_card.carousel_card.card_contents[0].description", "string.max_len"},
		{"a number to dial", dial("+12223334444"), "", ""},
		{"none", dial(""), "", ""},
		{"what is none", dial("2223334444"), "agent_message.content_message.suggestions[0].action.dial_action.phone_number", "string.pattern"},
	} {
		w := new(wire)
		client := clientOf(t, w, rest.WithValidator(validator))
		request := textMessage("A", "")
		request.AgentMessage.ContentMessage = test.content
		_, err := client.CreateAgentMessage(t.Context(), request)
		if test.field == "" {
			if err != nil || len(w.requests) != 1 {
				t.Errorf("%s: %v, %d requests", test.what, err, len(w.requests))
			}
			continue
		}
		refused, ok := errors.AsType[*protovalidate.ValidationError](err)
		if !ok || len(w.requests) != 0 {
			t.Errorf("%s: got %v, %d requests", test.what, err, len(w.requests))
			continue
		}
		if v := refused.Violations[0]; protovalidate.FieldPathString(v.Proto.GetField()) != test.field || v.Proto.GetRuleId() != test.rule {
			t.Errorf("%s: %v", test.what, err)
		}
		// Without a validator, only the server checks limits.
		if _, err := clientOf(t, w).CreateAgentMessage(t.Context(), request); err != nil {
			t.Errorf("%s: %v", test.what, err)
		}
	}
}
