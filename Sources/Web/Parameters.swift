import Records

/// A parameter of an address, or a field of a form; a literal may be given once.
struct Parameter: Sendable, ExpressibleByStringLiteral {
  enum Count: Sendable {
    /// Once; empty values do not count.
    case once
    case any
    /// Every name that begins so, each once: `custom.ID`.
    case family
  }

  let name: String
  let count: Count

  init(_ name: String, _ count: Count) {
    self.name = name
    self.count = count
  }

  init(stringLiteral name: String) { self.init(name, .once) }

  static func once(_ name: String) -> Parameter { Parameter(name, .once) }
  static func many(_ name: String) -> Parameter { Parameter(name, .any) }
  static func family(_ prefix: String) -> Parameter { Parameter(prefix, .family) }

  /// Compared byte by byte: two names that merely look alike are two names.
  func isNamed(_ other: String) -> Bool {
    guard count == .family else { return name.utf8.elementsEqual(other.utf8) }
    return other.utf8.count > name.utf8.count && other.utf8.starts(with: name.utf8)
  }
}

/// The names that an address or a form accepts. Every other name is refused: a misspelt filter that were ignored would
/// widen the answer. Whatever reads parameters declares them next to where it reads them; routes put them together.
struct Parameters: Sendable, ExpressibleByArrayLiteral {
  let all: [Parameter]

  init(_ all: [Parameter]) { self.all = all }
  init(arrayLiteral all: Parameter...) { self.all = all }

  static let none = Parameters([])

  static func + (one: Parameters, other: Parameters) -> Parameters { Parameters(one.all + other.all) }

  /// - Parameter place: what it is that has no such name: "parameter of this address".
  /// - Throws: `BadRequest` for the first name that is not declared, or that is given more often than it may be.
  func check(_ query: Query, as place: Place) throws {
    var seen: Set<[UInt8]> = []
    for item in query.items {
      guard let parameter = all.first(where: { $0.isNamed(item.name) }) else { throw unknown(item.name, place) }
      if parameter.count == .any || item.value.isEmpty { continue }
      guard seen.insert(Array(item.name.utf8)).inserted else {
        throw BadRequest(item.name, "may be given once only")
      }
    }
  }

  enum Place: String, Sendable {
    case address, form

    fileprivate var words: String { self == .address ? "parameter of this address" : "field of this form" }
  }

  private func unknown(_ name: String, _ place: Place) -> BadRequest {
    let known = all.map { $0.count == .family ? "\($0.name)…" : $0.name }
    let told = name.isEmpty ? "An empty name" : String(name.prefix(60))
    let nearest = nearestName(to: name, in: known)
    let list = known.isEmpty ? "it takes none" : "it takes \(known.joined(separator: ", "))"
    return BadRequest(
      told, "is not a \(place.words) (\(nearest.map { "did you mean \($0)?" } ?? list))",
      words: (
        nearest == nil ? "error_unknown_\(place.rawValue)" : "error_unknown_\(place.rawValue)_nearest",
        ["name": told, "nearest": nearest ?? ""]
      ))
  }
}

/// What a route accepts in its address and in its form.
enum AcceptedParameters: Sendable {
  /// A form may come with it only if its method is another than GET; only the address says something.
  case query(Parameters)
  /// A form, which carries the session's secret; the address holds nothing.
  case form(Parameters)
  /// Either, or both: programs write an address, pages send a form.
  case queryOrForm(Parameters)
  /// Another protocol says what its parameters are, and that unknown ones are ignored: SCIM (RFC 7644), the answer of
  /// an OpenID Connect provider.
  case anything

  /// nil: any.
  var query: Parameters? {
    switch self {
    case .query(let parameters), .queryOrForm(let parameters): parameters
    case .form: Parameters.none
    case .anything: nil
    }
  }

  /// nil: any.
  var form: Parameters? {
    switch self {
    case .form(let parameters), .queryOrForm(let parameters): parameters + ["csrf"]
    case .query: ["csrf"]
    case .anything: nil
    }
  }
}
