/// An attribute of what a page is about.
struct Fact: TemplateModel {
  let title: String
  /// As shown; nil: no value.
  let value: String?
  var href: String?
  /// The person that the value names.
  var person: PersonLink.Model?
}
