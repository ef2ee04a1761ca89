terraform {
  required_providers {
    echo = {
      source = "travel-as-code/echo"
    }
  }
}

variable "instances" {
  type = number
}

resource "echo_value" "all" {
  count = var.instances

  name = "Value ${count.index}"
}
