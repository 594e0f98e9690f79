# Verbs of the project. `make help` lists them; the work is done in setup/.
.DEFAULT_GOAL := help
.PHONY: help run test lint shell mail razorpayx bench screenshots reset lock
PYTHON = $(or $(shell command -v python3),$(error Python is missing. As root: apt-get install python3 python3-venv))
SETUP = $(PYTHON) -m setup

help: ## list these verbs
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 14

run: ## start the office at http://127.0.0.1:8069 (PORT=8070 for another port)
	@$(SETUP) run

test: ## run every test; narrow with ARGS="-k wallet"
	@$(SETUP) test $(ARGS)

lint: ## check the format and the rules of Python, XML and CSV files
	@$(SETUP) lint

shell: ## open a Python shell on the local database
	@$(SETUP) shell

mail: ## list the mails the office sent; show one with ARGS=3
	@$(SETUP) mail $(ARGS)

razorpayx: ## play RazorpayX by hand at http://127.0.0.1:8181, beside make run
	@$(SETUP) razorpayx

bench: ## measure against the budgets and the peers
	@$(SETUP) bench $(ARGS)

screenshots: ## take the pictures of the documentation again
	@$(SETUP) screenshots $(ARGS)

reset: ## drop the local database, after asking
	@$(SETUP) reset

lock: ## resolve the Python packages again and write the lock files
	@$(SETUP) lock
