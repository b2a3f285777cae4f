import Records

/// The target of a PATCH operation: `emails[type eq "work"].value`.
struct SCIMPath: Sendable {
  let name: SCIMName
  let filter: SCIMFilter?
  let sub: String?

  init(_ text: String) throws {
    let scalars = text.unicodeScalars
    guard let open = scalars.firstIndex(of: "[") else {
      name = try SCIMName(text, .invalidPath)
      filter = nil
      sub = name.sub
      return
    }
    guard let close = scalars.lastIndex(of: "]"), close > open else {
      throw SCIMFault(.invalidPath, "\(String(text.prefix(80))) lacks a closing bracket.")
    }
    name = try SCIMName(String(text[..<open]), .invalidPath)
    do { filter = try SCIMFilter(String(scalars[scalars.index(after: open)..<close])) } catch let fault as SCIMFault {
      throw SCIMFault(.invalidPath, fault.detail)
    }
    let rest = String(scalars[scalars.index(after: close)...])
    guard rest.isEmpty || (rest.startsWithBytes(of: ".") && rest.utf8.count > 1) else {
      throw SCIMFault(.invalidPath, "\(rest.prefix(40)) is unexpected after the brackets.")
    }
    sub = rest.isEmpty ? nil : try SCIMName(String(rest.unicodeScalars.dropFirst()), .invalidPath).attribute
  }
}
