/// The search field above a table, for `filter.mustache`.
struct Filter: TemplateModel {
  /// The URL of the form.
  let action: String
  /// The input; empty for none.
  let q: String
  /// The label.
  let search: String
  /// The other parameters that a new search keeps.
  let keep: [HiddenField]
  /// The URL without the search; nil if there is none.
  var clear: String?
  /// The number of rows, in words.
  var summary: String?
  /// The groups whose members count; nil hides the choice.
  var groups: Picker.Model?
  /// The box *Include subgroups*; nil hides it.
  var subgroups: Option?
}

/// A parameter that a form sends without showing it.
struct HiddenField: TemplateModel {
  let name: String
  let value: String
}
