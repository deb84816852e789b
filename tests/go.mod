module github.com/protolect/protolect/tests

go 1.26.0
