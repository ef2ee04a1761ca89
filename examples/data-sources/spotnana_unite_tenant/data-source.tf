# Stop before anything is made in the wrong tenant: companies on Unite cannot be removed.
data "spotnana_unite_tenant" "current" {
  lifecycle {
    postcondition {
      condition     = self.id == "c0a1f0de-5a3b-4f6e-9d3f-2b7d0a4c8e11"
      error_message = "The credentials belong to another tenant of Unite."
    }
  }
}
