import Hummingbird
import Records

/// The cookies that the site sets.
///
/// On HTTPS a name begins with `__Host-`: browsers then take the cookie only from this very host, over HTTPS and for all its
/// paths, so that no other site of the same domain can plant one.
enum SiteCookie: String, CaseIterable {
  case session = "tallybook_session"
  /// The secret of the forms before sign-in.
  case form = "tallybook_form"
  /// The attempt to sign in at the provider, and where it leads.
  case singleSignOn = "tallybook_sso"
  /// The secret of a link that sets a password.
  case password = "tallybook_password"

  private var path: String {
    switch self {
    case .session: "/"
    case .form: "/signin"
    case .singleSignOn: "/signin/sso"
    case .password: "/signin/password"
    }
  }

  private var sameSite: Cookie.SameSite { self == .form ? .strict : .lax }

  func name(isSecure: Bool) -> String { (isSecure ? "__Host-" : "") + rawValue }

  /// What a request brings; nil for an empty value, or one that this site would never have set.
  func value(in request: Request, isSecure: Bool) -> String? {
    let name = name(isSecure: isSecure)
    for pair in request.headers[values: .cookie].flatMap({ $0.splitBytes(at: ";") }) {
      let parts = pair.asciiTrimmed.splitBytes(at: "=", maxSplits: 1, keepsEmpty: true)
      if parts.count == 2, parts[0].equalsBytes(of: name) {
        return parts[1].isEmpty || !Self.isSound(parts[1]) ? nil : parts[1]
      }
    }
    return nil
  }

  /// - Parameter maxAge: seconds; nil: until the browser is closed.
  /// - Precondition: the value is made of the characters of `isSound`: nothing that ends it and begins an attribute.
  func set(_ value: String, isSecure: Bool, maxAge: Int?) -> Cookie {
    precondition(Self.isSound(value), "a cookie's value would end early")
    let (name, path) = (name(isSecure: isSecure), isSecure ? "/" : path)
    return if let maxAge {
      Cookie(
        name: name, value: value, maxAge: maxAge, path: path, secure: isSecure, httpOnly: true, sameSite: sameSite)
    } else {
      Cookie(name: name, value: value, path: path, secure: isSecure, httpOnly: true, sameSite: sameSite)
    }
  }

  /// Unreserved characters of addresses (RFC 3986) and the percent sign.
  private static func isSound(_ value: String) -> Bool {
    value.utf8.allSatisfy { $0.isUnreserved || $0 == UInt8(ascii: "%") }
  }
}

extension UInt8 {
  /// Letters and digits of ASCII, and `-._~`.
  fileprivate var isUnreserved: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}

extension Visit {
  /// The value of a cookie that this request brings.
  func cookie(_ cookie: SiteCookie) -> String? {
    cookie.value(in: request, isSecure: services.settings.isSecure)
  }

  func set(_ cookie: SiteCookie, _ value: String, maxAge: Int? = nil) -> Cookie {
    cookie.set(value, isSecure: services.settings.isSecure, maxAge: maxAge)
  }

  /// Takes the browser's cookie away.
  func expire(_ cookie: SiteCookie) -> Cookie { set(cookie, "", maxAge: 0) }
}
