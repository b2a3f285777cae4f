# `make` lists the targets. The scripts are in Scripts/.

.DEFAULT_GOAL := help
.PHONY: help setup build run test bench bench-build format lint clean

help: ## List all targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install missing Debian or Ubuntu packages that the build needs
	@Scripts/setup build

build: setup ## Build the program, optimised
	swift build -c release --product tallybook

run: ## Build and serve a demo platform at http://127.0.0.1:8080
	@Scripts/run

test: ## Install what the tests need, build them and run all of them
	@Scripts/test

bench: build ## Measure import, pages and files; figures go to docs/performance.md (an hour)
	@Scripts/bench

bench-build: setup ## Measure a first build against that of a bare server (20 minutes)
	@Scripts/bench build

format: ## Format the Swift sources according to .swift-format
	swift format format --in-place --parallel --recursive Package.swift Plugins Sources Tests

lint: ## Report formatting errors, and check the scripts
	@Scripts/lint

clean: ## Remove build products (stores and files in var/ are kept)
	rm -rf .build
