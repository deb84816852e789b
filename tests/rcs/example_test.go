// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rcs_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/protolect/protolect/gen/google/rcs/v1"
	"github.com/protolect/protolect/gen/google/rcs/v1/rcspb"
	"github.com/protolect/protolect/runtime/rest"
)

// newExampleClient returns a client for a server in the same process, which prints requests and
// always sends the same response. A program calls rcs.NewClient(ctx, rcs.WithAgentID("AGENT"))
// instead.
func newExampleClient(status int, response string) (client *rcs.Client, stop func()) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			log.Print(err)
		}
		fmt.Println(strings.TrimSpace(r.Method + " " + r.URL.Path + " " + compact(body)))
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		fmt.Fprint(w, response)
	}))
	client, err := rcs.NewClient(context.Background(), rest.WithEndpoint(server.URL), rest.WithoutCredentials(), rcs.WithAgentID("AGENT"))
	if err != nil {
		log.Fatal(err)
	}
	return client, server.Close
}

func Example_textWithSuggestions() {
	client, stop := newExampleClient(200, `{"name": "phones/+12223334444/agentMessages/1"}`)
	defer stop()
	message, err := client.CreateAgentMessage(context.Background(), &rcspb.CreateAgentMessageRequest{
		Parent: "phones/+12223334444",
		AgentMessage: &rcspb.AgentMessage{ContentMessage: &rcspb.AgentContentMessage{
			Content: &rcspb.AgentContentMessage_Text{Text: "Shall we call you?"},
			Suggestions: []*rcspb.Suggestion{
				{Option: &rcspb.Suggestion_Reply{Reply: &rcspb.SuggestedReply{Text: "Yes", PostbackData: "yes"}}},
				{Option: &rcspb.Suggestion_Action{Action: &rcspb.SuggestedAction{
					Text:   "I call you",
					Action: &rcspb.SuggestedAction_DialAction{DialAction: &rcspb.DialAction{PhoneNumber: "+12223335555"}},
				}}},
			},
		}},
	})
	if err != nil {
		log.Panic(err)
	}
	fmt.Println(message.GetName())
	// Output:
	// POST /v1/phones/+12223334444/agentMessages {"contentMessage":{"suggestions":[{"reply":{"postbackData":"yes","text":"Yes"}},{"action":{"dialAction":{"phoneNumber":"+12223335555"},"text":"I call you"}}],"text":"Shall we call you?"}}
	// phones/+12223334444/agentMessages/1
}

func Example_richCard() {
	client, stop := newExampleClient(200, `{"name": "phones/+12223334444/agentMessages/1"}`)
	defer stop()
	message, err := client.CreateAgentMessage(context.Background(), &rcspb.CreateAgentMessageRequest{
		Parent: "phones/+12223334444",
		AgentMessage: &rcspb.AgentMessage{ContentMessage: &rcspb.AgentContentMessage{
			Content: &rcspb.AgentContentMessage_RichCard{RichCard: &rcspb.RichCard{
				Card: &rcspb.RichCard_StandaloneCard{StandaloneCard: &rcspb.StandaloneCard{
					CardOrientation: rcspb.StandaloneCard_VERTICAL,
					CardContent: &rcspb.CardContent{
						Title: "Soup of the day",
						Media: &rcspb.Media{
							Height:  rcspb.Media_MEDIUM,
							Content: &rcspb.Media_ContentInfo{ContentInfo: &rcspb.ContentInfo{FileUrl: "https://example.com/soup.png"}},
						},
					},
				}},
			}},
		}},
	})
	if err != nil {
		log.Panic(err)
	}
	fmt.Println(message.GetName())
	// Output:
	// POST /v1/phones/+12223334444/agentMessages {"contentMessage":{"richCard":{"standaloneCard":{"cardContent":{"media":{"contentInfo":{"fileUrl":"https://example.com/soup.png"},"height":"MEDIUM"},"title":"Soup of the day"},"cardOrientation":"VERTICAL"}}}}
	// phones/+12223334444/agentMessages/1
}

func Example_carousel() {
	client, stop := newExampleClient(200, `{"name": "phones/+12223334444/agentMessages/1"}`)
	defer stop()
	message, err := client.CreateAgentMessage(context.Background(), &rcspb.CreateAgentMessageRequest{
		Parent: "phones/+12223334444",
		AgentMessage: &rcspb.AgentMessage{ContentMessage: &rcspb.AgentContentMessage{
			Content: &rcspb.AgentContentMessage_RichCard{RichCard: &rcspb.RichCard{
				Card: &rcspb.RichCard_CarouselCard{CarouselCard: &rcspb.CarouselCard{
					CardWidth:    rcspb.CarouselCard_MEDIUM,
					CardContents: []*rcspb.CardContent{{Title: "Soup"}, {Title: "Salad"}},
				}},
			}},
		}},
	})
	if err != nil {
		log.Panic(err)
	}
	fmt.Println(message.GetName())
	// Output:
	// POST /v1/phones/+12223334444/agentMessages {"contentMessage":{"richCard":{"carouselCard":{"cardContents":[{"title":"Soup"},{"title":"Salad"}],"cardWidth":"MEDIUM"}}}}
	// phones/+12223334444/agentMessages/1
}

// A program can ask what a device supports before it sends a message. If the user cannot be
// reached, the error is rcs.ErrUnreachable.
func Example_capabilities() {
	client, stop := newExampleClient(200, `{"features": ["RICHCARD_STANDALONE", "ACTION_DIAL"]}`)
	defer stop()
	capabilities, err := client.GetCapabilities(context.Background(), &rcspb.GetCapabilitiesRequest{Name: "phones/+12223334444"})
	switch {
	case errors.Is(err, rcs.ErrUnreachable):
		fmt.Println("send a text message (SMS) instead")
	case err != nil:
		log.Panic(err)
	}
	for _, feature := range capabilities.GetFeatures() {
		fmt.Println(feature)
	}
	// Output:
	// GET /v1/phones/+12223334444/capabilities
	// RICHCARD_STANDALONE
	// ACTION_DIAL
}

func Example_unreachable() {
	client, stop := newExampleClient(404, `{"error": {"code": 404, "status": "NOT_FOUND"}}`)
	defer stop()
	_, err := client.GetCapabilities(context.Background(), &rcspb.GetCapabilitiesRequest{Name: "phones/+12223334444"})
	if errors.Is(err, rcs.ErrUnreachable) {
		fmt.Println("send a text message (SMS) instead")
	}
	// Output:
	// GET /v1/phones/+12223334444/capabilities
	// send a text message (SMS) instead
}

// A message can be revoked before it is delivered.
func Example_revoke() {
	client, stop := newExampleClient(200, `{}`)
	defer stop()
	err := client.DeleteAgentMessage(context.Background(), &rcspb.DeleteAgentMessageRequest{
		Name: "phones/+12223334444/agentMessages/3c1a2f9e-0f0e-4b56-9d0c-6f1f6f9d4e21",
	})
	fmt.Println(err)
	// Output:
	// DELETE /v1/phones/+12223334444/agentMessages/3c1a2f9e-0f0e-4b56-9d0c-6f1f6f9d4e21
	// <nil>
}

func Example_typing() {
	client, stop := newExampleClient(200, `{"eventType": "IS_TYPING"}`)
	defer stop()
	event, err := client.CreateAgentEvent(context.Background(), &rcspb.CreateAgentEventRequest{
		Parent:     "phones/+12223334444",
		AgentEvent: &rcspb.AgentEvent{EventType: rcspb.AgentEvent_IS_TYPING},
	})
	if err != nil {
		log.Panic(err)
	}
	fmt.Println(event.GetEventType())
	// Output:
	// POST /v1/phones/+12223334444/agentEvents {"eventType":"IS_TYPING"}
	// IS_TYPING
}
