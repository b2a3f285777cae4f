import Support
import Testing

@testable import SCIM

/// Filters (RFC 7644, 3.4.2.2) as text → tree → text again, so that precedence and grouping show.
@Suite struct FilterTests {
  private func read(_ text: String) throws -> String { Self.words(try SCIMFilter(text)) }

  private static func words(_ filter: SCIMFilter) -> String {
    switch filter {
    case .all(let parts): "(\(parts.map(words).joined(separator: " & ")))"
    case .any(let parts): "(\(parts.map(words).joined(separator: " | ")))"
    case .not(let part): "!\(words(part))"
    case .compare(let name, let comparison, let value): "\(name.key) \(comparison) \(value.text)"
    case .present(let name): "\(name.key)?"
    case .within(let name, let part): "\(name.key)[\(words(part))]"
    }
  }

  private func fault(_ text: String) -> SCIMFault? {
    do { _ = try SCIMFilter(text) } catch { return error as? SCIMFault }
    return nil
  }

  @Test(arguments: [
    (#"userName eq "ada""#, #"username eq "ada""#),
    (#"USERNAME Eq "Ada""#, #"username eq "Ada""#),
    ("active eq TRUE", "active eq true"),
    ("title pr", "title?"),
    ("x eq null", "x eq null"),
    ("x gt 3", "x gt 3"),
    (#"a eq "\"" and b pr"#, #"(a eq "\"" & b?)"#),
    ("a pr or b pr and c pr", "(a? | (b? & c?))"),
    ("(a pr or b pr) and c pr", "((a? | b?) & c?)"),
    ("not (a pr) and b pr", "(!a? & b?)"),
    ("not pr", "not?"),
    (#"emails[type eq "work" and value co "@x"]"#, #"emails[(type eq "work" & value co "@x")]"#),
    (#"emails[type eq "work"].value eq "a@x.org""#, #"emails[(type eq "work" & value eq "a@x.org")]"#),
    (
      #"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "m""#, #"manager.value eq "m""#
    ),
  ]) func `A filter is read with its precedence`(text: String, tree: String) throws { #expect(try read(text) == tree) }

  @Test(arguments: [
    "", "a", "a eq", "a is 1", "a eq b", "a pr b pr", "a pr and", "(a pr", "a pr)", "emails[type pr", "a eq \"x",
    "a eq {}", "a eq []", "ä eq 1", "a..b pr", "1a pr", "a eq \"\\u0000\"", "urn:x:y:name pr",
    "a eq \"x\u{301}", "a eq \"x\"\u{301}",
  ]) func `What is not a filter is refused with invalidFilter`(text: String) {
    #expect(fault(text)?.kind == .invalidFilter && fault(text)?.status == 400)
  }

  @Test func `The position of a syntax error is in the message`() {
    #expect(fault("a eq nothing or b pr")?.detail.contains("\"nothing or b pr\" is not a value") == true)
    #expect(fault("a pr ) x")?.detail.contains("\") x\" is unexpected") == true)
  }

  @Test func `Length and depth are limited`() throws {
    func many(_ count: Int) -> String { (0..<count).map { _ in "a pr" }.joined(separator: " or ") }
    func nested(_ depth: Int) -> String {
      String(repeating: "(", count: depth) + "a pr" + String(repeating: ")", count: depth)
    }
    _ = try SCIMFilter(many(60))
    #expect(fault(many(61))?.kind == .tooMany)
    _ = try SCIMFilter(nested(19))
    #expect(fault(nested(20))?.kind == .invalidFilter)
  }

  @Test(arguments: [
    (#"type eq "work""#, true), (#"type eq "WORK""#, true), (#"type ne "work""#, false), (#"value eq "U1""#, false),
    (#"value eq "u1""#, true), ("value pr", true), ("display pr", false), (#"not (value sw "u")"#, false),
    (#"value co """#, true), (#"value ew "1" and type eq "home""#, false), (#"value ew "1" or type eq "home""#, true),
  ]) func `A path's filter is matched with a value; ids keep their case`(text: String, matches: Bool) throws {
    #expect(try SCIMFilter(text).holds(["value": "u1", "type": "work"]) == matches)
  }

  @Test func `Addresses in a path's filter are compared ignoring case`() throws {
    #expect(try SCIMFilter(#"value eq "A@X.org""#).holds(["value": "a@x.org"]))
  }

  @Test func `A new value gets what the filter says to be equal`() throws {
    let members = try SCIMFilter(#"type eq "work" and primary eq true and value co "x""#).example
    #expect(JSONValue.object(members).text == #"{"type":"work","primary":true}"#)
  }
}
