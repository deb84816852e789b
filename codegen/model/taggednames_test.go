// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
	"github.com/protolect/protolect/codegen/openapi"
)

// build makes the model of an OpenAPI document with these operations, in the
// form "GET /pets id tag".
func build(t *testing.T, published *numbers.Lock, operations ...string) *model.API {
	t.Helper()
	paths := make(map[string]string)
	var order []string
	for _, line := range operations {
		parts := append(strings.Fields(line), "", "")
		method, path, id, tag := parts[0], parts[1], parts[2], parts[3]
		if paths[path] == "" {
			order = append(order, path)
		}
		paths[path] += fmt.Sprintf("    %s:\n", strings.ToLower(method))
		if id != "" && id != "-" {
			paths[path] += fmt.Sprintf("      operationId: %q\n", id)
		}
		if tag != "" {
			paths[path] += fmt.Sprintf("      tags: [%q]\n", tag)
		}
		paths[path] += "      responses: {'204': {description: Done.}}\n"
	}
	text := "openapi: 3.1.0\ninfo: {title: Zoo API, version: 1.0.0}\nservers: [{url: 'https://zoo.example.com'}]\npaths:\n"
	for _, path := range order {
		text += fmt.Sprintf("  %q:\n%s", path, paths[path])
	}
	doc, findings := openapi.Read("zoo.yaml", []byte(text))
	if findings.HasErrors() {
		t.Fatalf("%v", findings.All())
	}
	api, _ := model.Build(doc, &model.Package{Name: "zoo.v1", GoImport: "example.com/zoo/v1/zoopb"}, published)
	return api
}

// rpcs returns the names of the RPCs by what the document calls them.
func rpcs(api *model.API) map[string]string {
	names := make(map[string]string)
	for _, s := range api.Services {
		for _, m := range s.Methods {
			names[m.Operations[0].ID] = s.Name + "." + m.Name
		}
	}
	return names
}

func TestNameByPath(t *testing.T) {
	for operation, want := range map[string]string{
		"GET /pets":                              "ListPets",
		"POST /pets":                             "CreatePet",
		"GET /pets/{id}":                         "GetPet",
		"PUT /pets/{id}":                         "UpdatePet",
		"PATCH /pets/{id}":                       "UpdatePet",
		"DELETE /pets/{id}":                      "DeletePet",
		"DELETE /pets":                           "DeletePets",
		"HEAD /pets/{id}":                        "CheckPet",
		"POST /pets/{id}/feed":                   "FeedPet",
		"POST /pets/{id}:feed":                   "FeedPet",
		"POST /pets/search":                      "SearchPets",
		"GET /pets/findByStatus":                 "FindPetsByStatus",
		"GET /pets/search":                       "SearchPets",
		"GET /settings/open":                     "GetSettingsOpen",
		"GET /.well-known/change-password":       "GetWellKnownChangePassword",
		"GET /v1/pets/{petId}/photos":            "ListPetPhotos",
		"GET /api/v2/pets/{petId}/photos/{p}":    "GetPetPhoto",
		"POST /pets/{petId}/photos":              "CreatePetPhoto",
		"GET /stores/{s}/boxes/{b}/entries/{id}": "GetStoreBoxEntry",
		"GET /{tenant}/addresses":                "ListAddresses",
		"GET /status":                            "GetStatus",
		"POST /login":                            "Login",
		"GET /user-settings":                     "ListUserSettings",
		"GET /reports/{id}.json":                 "GetReport",
		"GET /":                                  "GetZoo",
		"GET /{id}":                              "GetZoo",
	} {
		t.Run(operation, func(t *testing.T) {
			if got := rpcs(build(t, new(numbers.Lock), operation))[operation]; got != "ZooService."+want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func TestNameByID(t *testing.T) {
	for _, test := range []struct{ operation, want string }{
		// An id that starts with a verb is the name.
		{"GET /pets listPets", "ListPets"},
		{"GET /pets list_pets", "ListPets"},
		{"GET /pets list-pets", "ListPets"},
		{"GET /pets LIST_PETS", "ListPets"},
		{"GET /pets LIST-pets", "ListPets"},
		{"GET /pets getPets", "GetPets"},
		{"POST /pets createPet", "CreatePet"},
		{"GET /pets/{id} getPetById", "GetPetById"},
		{"GET /pets/{id} GetPetsId", "GetPetsId"},
		{"GET /pets/{id} get_pets_id", "GetPetsId"},
		{"GET /.well-known/change-password getWellKnownChangePassword", "GetWellKnownChangePassword"},
		{"GET /debug/pprof/block GetDebugPprofBlock", "GetDebugPprofBlock"},
		{"GET /metrics GetMetrics Metrics", "GetMetrics"},
		{"HEAD /ping HeadPing", "HeadPing"},
		{"POST /signin PostSignin", "PostSignin"},
		{"POST /labels PostLabels Labels", "PostLabels"},
		{"POST /buckets PostBuckets Buckets", "PostBuckets"},
		{"POST /designs/{id} POST-design-dup", "PostDesignDup"},
		{"GET /vsm getVSMAccount", "GetVSMAccount"},
		{"POST /login login", "Login"},
		{"POST /session login", "Login"},
		{"POST /checks check_update", "CheckUpdate"},
		{"GET /reports Get_Report", "GetReport"},
		{"POST /posts create.post", "CreatePost"},
		{"POST /templates create_reportTemplate", "CreateReportTemplate"},
		// One of another order is, too.
		{"POST /admin/hooks adminCreateHook admin", "AdminCreateHook"},
		{"DELETE /user/avatar userDeleteAvatar user", "UserDeleteAvatar"},
		{"GET /sessions/whoami toSession", "ToSession"},
		{"GET /user 2faUser", "N2faUser"},
		// What groups operations goes behind the verb.
		{"GET /pets pets_list", "ListPets"},
		{"GET /pets pet_list", "ListPets"},
		{"GET /pets pets.list", "ListPets"},
		{"GET /pets pets/list pets", "ListPets"},
		{"GET /pets PETS_LIST", "ListPets"},
		{"GET /pets/{id} pets#show", "ShowPet"},
		{"GET /pets pets_get", "GetPets"},
		{"GET /pets/{id} pets_retrieve", "RetrievePet"},
		{"POST /pets pets_create", "CreatePet"},
		{"PUT /pets/{id} pets_update", "UpdatePet"},
		{"PATCH /pets/{id} pets_partial_update pets", "PartialUpdatePet"},
		{"DELETE /pets/{id} pets_destroy", "DestroyPet"},
		{"DELETE /pets pets_bulk_delete", "BulkDeletePets"},
		{"GET /pets PetsController_findAll", "FindAllPets"},
		{"GET /pets/{id} PetsController_findOne pets", "FindOnePet"},
		{"GET /pets/findByStatus PetsController_findByStatus pets", "FindPetsByStatus"},
		{"GET /users/{username} users/get-by-username users", "GetUserByUsername"},
		{"GET /users/{id} UserController_getUser", "GetUser"},
		{"GET /brands Brands_GetBrands AccountBrands", "GetBrands"},
		{"GET /connect Connect_GetConnectConfigs Other", "GetConnectConfigs"},
		{"GET /watchers/{name} NetworkWatchers_Get NetworkWatchers", "GetNetworkWatcher"},
		{"PUT /watchers/{name} NetworkWatchers_CreateOrUpdate NetworkWatchers", "CreateOrUpdateNetworkWatcher"},
		{"PATCH /applications/{name} ApplicationService_Patch ApplicationService", "PatchApplication"},
		{"PUT /applications/{application.metadata.name} ApplicationService_Update ApplicationService", "UpdateApplication"},
		{"POST /applications/{name}/rollback ApplicationService_Rollback ApplicationService", "RollbackApplication"},
		{"GET /applications/{name}/tree ApplicationService_ResourceTree ApplicationService", "ApplicationResourceTree"},
		{"POST /account/{name}/token AccountService_CreateToken AccountService", "CreateAccountToken"},
		{"POST /repocreds RepoCredsService_CreateRepositoryCredentials", "CreateRepositoryCredentials"},
		{"GET /settings SettingsService_Get SettingsService", "GetSettings"},
		{"GET /version VersionService_Version VersionService", "Version"},
		{"GET /leave/categories EssLeave_LeaveCategories Ess", "EssLeaveLeaveCategories"},
		{"GET /aliases aliases.get schema", "GetAliases"},
		{"GET /aliases/{alias} aliases.get.alias schema", "GetAlias"},
		{"GET /reports Report_List Other", "ListReports"},
		{"POST /posts post.create", "CreatePost"},
		{"GET /nodes nodes.get nodes", "GetNodes"},
		{"GET /nodes/{className} nodes.get.class nodes", "GetNodeClass"},
		{"GET /schema/{className}/tenants tenants.get schema", "GetTenants"},
		{"GET /schema/{className}/tenants/{tenant} tenants.get.one schema", "GetOneTenant"},
		{"HEAD /schema/{className}/tenants/{tenant} tenant.exists schema", "TenantExists"},
		{"HEAD /objects/{className}/{id} objects.class.head objects", "HeadObjectClass"},
		{"PATCH /objects/{id} objects.patch objects", "PatchObject"},
		{"PUT /objects/{id} objects.update objects", "UpdateObject"},
		{"DELETE /batch/objects batch.objects.delete batch", "DeleteBatchObjects"},
		{"GET /schema schema.dump schema", "DumpSchema"},
		{"GET /backups/{backend}/{id} backups.create.status backups", "BackupsCreateStatus"},
		{"GET /cluster/statistics cluster.get.statistics cluster", "GetClusterStatistics"},
		{"GET / weaviate.root", "WeaviateRoot"},
		{"POST /chat.postMessage chat.postMessage chat", "PostChatMessage"},
		{"POST /channels.setTopic channels.setTopic channels", "SetChannelTopic"},
		{"GET /repos/{r}/issues issues/list-for-repo issues", "ListIssuesForRepo"},
		{"GET /search/repositories search/repositories search", "SearchRepositories"},
		{"GET /users/profile users.profile.get users", "GetUserProfile"},
		{"POST /animals/{id}/moves animals_move animals", "MoveAnimal"},
		{"GET /animals animals.search animals", "SearchAnimals"},
		{"GET /apps/{id}/logs apps_get_logs_aggregate Apps", "GetAppLogsAggregate"},
		{"POST /apps/{id}/rollback apps_start_rollback Apps", "StartAppRollback"},
		{"POST /checks check_update check", "UpdateCheck"},
		// A verb that says nothing alone takes its noun from the path.
		{"GET /pets list", "ListPets"},
		{"GET /pets findAll pets", "FindAllPets"},
		{"GET /pets/{id} get", "GetPet"},
		{"POST /pets create", "CreatePet"},
		{"POST /pets/search find", "FindPets"},
		// What is a method and a path is their words, without variables.
		{"GET /pets GET_pets", "GetPets"},
		{"POST /pets POST_pets", "PostPets"},
		{"POST /pets/{id} POST_pets-id", "PostPet"},
		{"POST /pets/{id}/feed POST_pets-id-feed", "PostPetFeed"},
		{"GET /marketing/lists/{id} GET_mc-lists-id", "GetMarketingList"},
		{"GET /settings/open GET_settings-open", "GetSettingsOpen"},
		{"GET /v1/pets/{id} GET_pets-id", "GetPet"},
		{"GET /pets/{id} pets_GET_id", "GetPet"},
		{"GET /pets/{id} get_/pets/{id}", "GetPet"},
		{"GET /pets/{id} get_pets__id_", "GetPet"},
		{"GET /pets/{id} get_pets__id__get", "GetPet"},
		{"GET /pets/{id} PetsByIdGet", "GetPet"},
		{"GET /pets petsGet", "GetPets"},
		{"GET /pets --", "ListPets"},
		// A program has put them behind the name of a function.
		{"GET /items/{item_id} read_item_items__item_id__get", "ReadItem"},
		{"POST /login/access-token login_access_token_login_access_token_post", "LoginAccessToken"},
		{"POST /v1/predict predict_v1_predict_post", "Predict"},
	} {
		t.Run(test.operation, func(t *testing.T) {
			for _, got := range rpcs(build(t, new(numbers.Lock), test.operation)) {
				if got != "ZooService."+test.want {
					t.Errorf("got %s, want %s", got, test.want)
				}
			}
		})
	}
}

// A name that is published stays, whatever the document has besides by now.
func TestNamesStay(t *testing.T) {
	small := build(t, new(numbers.Lock), "GET /pets pets.get", "GET /cats getCats")
	grown := rpcs(build(t, &numbers.Lock{Methods: small.Methods()}, "POST /pets/find getPets", "GET /a cats_get", "GET /pets pets.get", "GET /cats getCats"))
	for id, want := range rpcs(small) {
		if grown[id] != want {
			t.Errorf("%s was %s and is %s", id, want, grown[id])
		}
	}
	if grown["getPets"] == "ZooService.GetPets" {
		t.Errorf("two are called GetPets: %v", grown)
	}
}

// Two operations whose names are one get two.
func TestNamesClash(t *testing.T) {
	got := rpcs(build(t, new(numbers.Lock), "GET /pets/{id}", "GET /pets/{id}/{name}", "POST /a getPet", "POST /b GetPet"))
	seen := make(map[string]bool)
	for _, name := range got {
		if seen[name] {
			t.Errorf("two are called %s: %v", name, got)
		}
		seen[name] = true
	}
}

// A document that grows past what one client can have keeps its one client, and
// one of many tags keeps one for each.
func TestServicesStay(t *testing.T) {
	var many []string
	for i := range 130 {
		many = append(many, fmt.Sprintf("GET /tag%d/things%d/{id} getThing%d tag%d", i%3, i, i, i%3))
	}
	if api := build(t, new(numbers.Lock), many...); len(api.Services) != 3 {
		t.Errorf("%d services of three tags", len(api.Services))
	}
	small := build(t, new(numbers.Lock), many[:5]...)
	if len(small.Services) != 1 {
		t.Fatalf("%d services of five operations", len(small.Services))
	}
	grown := build(t, &numbers.Lock{Methods: small.Methods()}, many...)
	if len(grown.Services) != 1 || len(grown.Services[0].Methods) != len(many) {
		t.Errorf("%d services when it has grown", len(grown.Services))
	}
	all := build(t, new(numbers.Lock), many...)
	moved := strings.Replace(many[0], " tag0", " tag1", 1)
	again := build(t, &numbers.Lock{Methods: all.Methods()}, append([]string{moved}, many[1:]...)...)
	if got := rpcs(again)["getThing0"]; got != "Tag0Service.GetThing0" {
		t.Errorf("with another tag it is %s", got)
	}
	shrunk := build(t, &numbers.Lock{Methods: all.Methods()}, many[:5]...)
	if len(shrunk.Services) != 3 {
		t.Errorf("%d services when it has shrunk", len(shrunk.Services))
	}
}

// A request has no more in its name than its method.
func TestRequestNames(t *testing.T) {
	api := build(t, new(numbers.Lock), "GET /pets pets_list pets")
	if got := api.Services[0].Methods[0].Request.Name; got != "ListPetsRequest" {
		t.Errorf("got %s", got)
	}
}

// A method without an id is called after its request, whose name may have an HTTP method in
// capitals.
func TestNamedAfterRequest(t *testing.T) {
	for request, want := range map[string]string{
		"CreatePetRequest": "CreatePet", "GETPetRequest": "GetPet", "POSTPetPhotoRequest": "PostPetPhoto", "createURLRequest": "CreateURL",
		// These say too little, or something else.
		"GETRequest": "CreateKennel", "PetRequest": "CreateKennel", "CreatePet": "CreateKennel",
	} {
		doc, findings := openapi.Read("zoo.yaml", []byte(`
openapi: 3.1.0
info: {title: Zoo API, version: 1.0.0}
servers: [{url: 'https://zoo.example.com'}]
paths:
  /kennels:
    post:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/`+request+`'}}}}
      responses: {'204': {description: Done.}}
components: {schemas: {`+request+`: {type: object, properties: {a: {type: string}}}}}
`))
		if findings.HasErrors() {
			t.Fatalf("%v", findings.All())
		}
		api, _ := model.Build(doc, &model.Package{Name: "zoo.v1", GoImport: "example.com/zoo/v1/zoopb"}, new(numbers.Lock))
		if got := api.Services[0].Methods[0].Name; got != want {
			t.Errorf("%s: got %s, want %s", request, got, want)
		}
	}
}

// A schema may be called as an operation is.
func TestSchemaNamedAsOperation(t *testing.T) {
	doc, findings := openapi.Read("zoo.yaml", []byte(`
openapi: 3.1.0
info: {title: Zoo API, version: 1.0.0}
servers: [{url: 'https://zoo.example.com'}]
paths:
  /inspect/{id}:
    get:
      operationId: Inspect
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: What is found., content: {application/json: {schema: {$ref: '#/components/schemas/Inspect'}}}}}
components: {schemas: {Inspect: {type: object, properties: {found: {type: string}}}}}
`[1:]))
	if findings.HasErrors() {
		t.Fatalf("%v", findings.All())
	}
	api, _ := model.Build(doc, &model.Package{Name: "zoo.v1", GoImport: "example.com/zoo/v1/zoopb"}, new(numbers.Lock))
	keys := make(map[string]string)
	api.Walk(func(m *model.Message) { keys[m.Key] = m.Name })
	if keys["Inspect"] != "Inspect" || keys["Inspect.request"] != "InspectRequest" {
		t.Errorf("got %v", keys)
	}
}
