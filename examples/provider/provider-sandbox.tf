# No account: the provider answers by itself and keeps the companies in a file.
provider "spotnana" {
  sandbox = { path = "sandbox.json" }
}
