# What can be done here. `make` lists it. The steps themselves are in Scripts/.

.DEFAULT_GOAL := help
.PHONY: help setup build run test bench bench-build format lint clean

help: ## List what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install the Debian or Ubuntu packages that building needs (those that are missing)
	@Scripts/setup build

build: setup ## Build the program, optimised
	swift build -c release --product tallybook

run: ## Build and serve a demo platform at http://127.0.0.1:8080
	@Scripts/run

test: ## Install what tests need, build them and run all
	@Scripts/test

bench: build ## Measure import, pages and files; figures go to docs/performance.md (an hour)
	@Scripts/bench

bench-build: setup ## Measure how long a first build takes, beside a bare server's (20 minutes)
	@Scripts/bench build

format: ## Lay out the Swift sources as .swift-format says
	swift format format --in-place --parallel --recursive Package.swift Sources Tests

lint: ## Say what is not laid out so, and check the scripts
	@Scripts/lint

clean: ## Remove what was built (stores and files in var/ stay)
	rm -rf .build
