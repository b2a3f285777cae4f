import Records
import Support

/// A query parameter, or a field of a form. A string literal declares one that may be given once.
struct Parameter: Sendable, ExpressibleByStringLiteral {
  enum Count: Sendable {
    /// Once; empty values are not counted.
    case once
    case any
    /// Any name with this prefix, each once: `custom.ID`.
    case family
  }

  let name: String
  let count: Count

  /// How often a repeatable parameter may be given: more values than anybody chooses, and fewer than a statement
  /// can bear.
  private static let limit = 500

  init(_ name: String, _ count: Count) {
    self.name = name
    self.count = count
  }

  init(stringLiteral name: String) { self.init(name, .once) }

  static func once(_ name: String) -> Parameter { Parameter(name, .once) }
  static func many(_ name: String) -> Parameter { Parameter(name, .any) }
  static func family(_ prefix: String) -> Parameter { Parameter(prefix, .family) }

  /// How often it may be given.
  var limit: Int { count == .any ? Self.limit : 1 }

  /// Compares bytes: names that merely look alike are different names.
  func isNamed(_ other: String) -> Bool {
    guard count == .family else { return name.utf8.elementsEqual(other.utf8) }
    return other.utf8.count > name.utf8.count && other.utf8.starts(with: name.utf8)
  }
}

/// The names that a URL or a form accepts. Any other name is an error: ignoring a misspelt filter would widen the
/// result. Code that reads parameters declares them; routes combine the declarations.
struct Parameters: Sendable, ExpressibleByArrayLiteral {
  let all: [Parameter]

  init(_ all: [Parameter]) { self.all = all }
  init(arrayLiteral all: Parameter...) { self.all = all }

  static let none = Parameters([])

  static func + (one: Parameters, other: Parameters) -> Parameters { Parameters(one.all + other.all) }

  /// - Parameter place: where the name was found, for the message.
  /// - Throws: `BadRequest` for the first name that is not declared, or is given more often than allowed.
  func check(_ query: Query, as place: Place) throws {
    var counts: [[UInt8]: Int] = [:]
    for item in query.items {
      guard let parameter = all.first(where: { $0.isNamed(item.name) }) else { throw unknown(item.name, place) }
      if item.value.isEmpty { continue }
      counts[Array(item.name.utf8), default: 0] += 1
      guard counts[Array(item.name.utf8), default: 0] <= parameter.limit else {
        throw BadRequest(
          item.name, parameter.limit == 1 ? "may be given once only" : "may be given at most \(parameter.limit) times")
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
    let nearest = closestMatch(to: name, in: known)
    let list = known.isEmpty ? "it accepts none" : "it accepts \(known.joined(separator: ", "))"
    return BadRequest(
      told, "is not a \(place.words) (\(nearest.map { "did you mean \($0)?" } ?? list))",
      words: (
        nearest == nil ? "error_unknown_\(place.rawValue)" : "error_unknown_\(place.rawValue)_nearest",
        ["name": told, "nearest": nearest ?? ""]
      ))
  }
}

/// What a route accepts in its query and in its form.
enum AcceptedParameters: Sendable {
  /// Query parameters. Methods other than GET may also have a form, but only the query has meaning.
  case query(Parameters)
  /// A form with the session's CSRF token; the query must be empty.
  case form(Parameters)
  /// Either or both: API clients use the query, pages send a form.
  case queryOrForm(Parameters)
  /// Another protocol defines the parameters and requires unknown ones to be ignored: SCIM (RFC 7644), the response of
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
