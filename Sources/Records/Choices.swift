import Support

/// The choices of a question: an array of `{"id","description"}`; for `matching` an object with two such arrays,
/// `source` and `target`.
enum Choices {
  static func canonical(_ text: String, of field: Field) throws(FieldError) -> String {
    guard let value = JSONText.parse(text) else { throw field.fault(text, "is not valid JSON") }
    guard isChoices(value) || isMatching(value), let canonical = JSONText.canonical(value) else {
      throw field.fault(
        text,
        "is not a list of choices: [{\"id\": …, \"description\": …}], for matching {\"source\": […], \"target\": […]}"
      )
    }
    return canonical
  }

  private static func isChoices(_ value: Any) -> Bool {
    guard let list = value as? [Any] else { return false }
    return list.allSatisfy { ($0 as? [String: Any])?["id"] is String }
  }

  private static func isMatching(_ value: Any) -> Bool {
    guard let sides = value as? [String: Any], let source = sides["source"], let target = sides["target"] else {
      return false
    }
    return isChoices(source) && isChoices(target)
  }
}
