// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Command rcs sends a rich card to a phone number over RCS, or a text if the phone cannot show
// cards.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"slices"

	"github.com/protolect/protolect/gen/google/rcs/v1"
	"github.com/protolect/protolect/gen/google/rcs/v1/rcspb"
	"github.com/protolect/protolect/runtime/rest"
)

func main() {
	agent := flag.String("agent", "", "ID of the agent that sends")
	phone := flag.String("to", "", "phone number, for example +12223334444")
	flag.Parse()
	if *agent == "" || *phone == "" {
		log.Fatal("-agent or -to is missing")
	}

	// Application Default Credentials are used. The region of the agent determines the endpoint.
	if err := run(context.Background(), os.Stdout, *phone, rcs.WithAgentID(*agent), rest.WithEndpoint(rcs.EndpointEurope)); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, out io.Writer, phone string, opts ...rest.ClientOption) error {
	client, err := rcs.NewClient(ctx, opts...)
	if err != nil {
		return err
	}

	user := "phones/" + phone
	capabilities, err := client.GetCapabilities(ctx, &rcspb.GetCapabilitiesRequest{Name: user})
	if errors.Is(err, rcs.ErrUnreachable) {
		// The number has no RCS, or the agent is not launched on its network: not a failure.
		fmt.Fprintln(out, phone, "cannot be reached by RCS, send an SMS")
		return nil
	}
	if err != nil {
		return err
	}

	const text = "Your table is booked for 19:00"
	content := &rcspb.AgentContentMessage{Content: &rcspb.AgentContentMessage_Text{Text: text}}
	if slices.Contains(capabilities.GetFeatures(), rcspb.Feature_RICHCARD_STANDALONE) {
		content.Content = &rcspb.AgentContentMessage_RichCard{RichCard: bookingCard(text)}
	}
	// The client sends a new UUID as message_id. To send a message again after an error without
	// sending it twice, set message_id to the RequestID of the *rest.Error.
	message, err := client.CreateAgentMessage(ctx, &rcspb.CreateAgentMessageRequest{
		Parent:       user,
		AgentMessage: &rcspb.AgentMessage{ContentMessage: content},
	})
	if errors.Is(err, rcs.ErrUnreachable) { // since the first call
		fmt.Fprintln(out, phone, "cannot be reached by RCS, send an SMS")
		return nil
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "sent", message.GetName())
	return nil
}

// bookingCard returns a card with a suggested reply.
func bookingCard(text string) *rcspb.RichCard {
	cancel := &rcspb.Suggestion{Option: &rcspb.Suggestion_Reply{Reply: &rcspb.SuggestedReply{
		Text:         "Cancel",
		PostbackData: "cancel-17", // returned to the agent when the user taps the suggestion
	}}}
	return &rcspb.RichCard{Card: &rcspb.RichCard_StandaloneCard{StandaloneCard: &rcspb.StandaloneCard{
		CardOrientation: rcspb.StandaloneCard_VERTICAL,
		CardContent: &rcspb.CardContent{
			Title:       "Trattoria",
			Description: text,
			Suggestions: []*rcspb.Suggestion{cancel},
		},
	}}}
}
