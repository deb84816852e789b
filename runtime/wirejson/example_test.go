// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"fmt"
	"log"

	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/wirejson"
)

func ExampleMarshal() {
	json, err := wirejson.Marshal(&chatpb.Message{
		Name:   "spaces/AAAA/messages/1",
		Sender: &chatpb.User{Name: "users/1", Type: chatpb.User_HUMAN},
		Text:   "Hello",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", json)
	// Output: {"name":"spaces/AAAA/messages/1","sender":{"name":"users/1","type":"HUMAN"},"text":"Hello"}
}

func ExampleUnmarshal() {
	var message chatpb.Message
	if err := wirejson.Unmarshal([]byte(`{"text":"Hello","sender":{"name":"users/1"}}`), &message); err != nil {
		log.Fatal(err)
	}
	fmt.Println(message.GetSender().GetName(), "wrote", message.GetText())

	// An error names the value and its position.
	err := wirejson.Unmarshal([]byte(`{"sender":{"isAnonymous":"no"}}`), &message)
	fmt.Println(err)
	// Output:
	// users/1 wrote Hello
	// wirejson: sender.isAnonymous: want bool, found "no" at byte 25
}

// A client keeps the members that its version of a message does not have, and sends them back
// when it writes the message.
func ExampleUnmarshalOptions_keepUnknown() {
	var message chatpb.Message
	options := wirejson.UnmarshalOptions{KeepUnknown: true}
	if err := options.Unmarshal([]byte(`{"text":"Hello","sender":{"mood":"happy"}}`), &message); err != nil {
		log.Fatal(err)
	}
	for unknown := range wirejson.UnknownIn(&message) {
		fmt.Printf("%s is %s\n", unknown.Path, unknown.JSON)
	}

	message.Text = "Goodbye"
	json, err := wirejson.Marshal(&message)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", json)
	// Output:
	// sender.mood is "happy"
	// {"sender":{"mood":"happy"},"text":"Goodbye"}
}

// A list of messages may hold null, which the message at its place reports.
func ExampleIsNull() {
	var page chatpb.ListMessagesResponse
	options := wirejson.UnmarshalOptions{Exact: true}
	if err := options.Unmarshal([]byte(`{"messages":[{"text":"Hello"},null,{}]}`), &page); err != nil {
		log.Fatal(err)
	}
	for _, message := range page.GetMessages() {
		fmt.Printf("%q is null: %t\n", message.GetText(), wirejson.IsNull(message))
	}
	// Output:
	// "Hello" is null: false
	// "" is null: true
	// "" is null: false
}
