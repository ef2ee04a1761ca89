# The id of the company, a slash, the id of the grade.
import {
  to = spotnana_grade.director
  id = "9d3b9d6e-2f62-4c1c-8f0e-6f3a1f6c2b57/c2a9e1d4-7b36-4f58-8e0a-1d5c9b7f3a62"
}
