import ArgumentParser
import Foundation
import Records
import Spreadsheets
import Web

/// Where the store is. Every command takes it.
struct StoreOptions: ParsableArguments {
  @Option(help: "The store: a file path, sqlite:PATH or postgres://USER@HOST/DATABASE. [TALLYBOOK_STORE]")
  var store = "tallybook.sqlite"

  @Option(help: "The instant that counts as now, RFC 3339; for trying out and for reproducing. [TALLYBOOK_NOW]")
  var now: String?

  init() {}

  /// As if this store had been named.
  init(store: String) { self.store = store }

  /// The clock: the machine's, or the instant that `--now` stops it at.
  func clock() throws -> @Sendable () -> Int {
    guard let now else { return Self.machineClock }
    guard let seconds = Instant.seconds(now) else {
      throw ValidationError("--now \(now) is no RFC 3339 instant, such as 2026-03-15T12:00:00Z.")
    }
    return { seconds }
  }

  static let machineClock: @Sendable () -> Int = { Int(Date().timeIntervalSince1970) }
}

/// How the platform writes dates and files. The commands that write any take it.
struct PlatformOptions: ParsableArguments {
  @Option(help: "Time zone of the platform (IANA). [TALLYBOOK_TIME_ZONE]")
  var timeZone = "UTC"

  @Option(help: "How dates are written: dmy (31/12/2026 09:30) or iso (2026-12-31 09:30). [TALLYBOOK_DATE_STYLE]")
  var dateStyle = "dmy"

  @Option(help: "What separates the cells of a CSV file: , ; or tab. [TALLYBOOK_CSV_SEPARATOR]")
  var csvSeparator = ","

  @Option(
    help:
      "The decimal sign of CSV files: . or , – German and French spreadsheets want , together with --csv-separator ; or tab. [TALLYBOOK_CSV_DECIMAL]"
  )
  var csvDecimal = "."

  @Option(help: "Whether CSV files begin with a byte-order mark, which Excel wants: true or false. [TALLYBOOK_CSV_BOM]")
  var csvBom = "true"

  @Option(
    help: "Whether replies in Messages count as publications: true or false. [TALLYBOOK_REPLIES_COUNT_AS_PUBLICATIONS]")
  var repliesCountAsPublications = "true"

  func validate() throws { _ = try style() }

  func style() throws -> SpreadsheetStyle {
    guard TimeZones.isKnown(timeZone), let zone = TimeZone(identifier: timeZone) else {
      throw ValidationError("--time-zone \(timeZone) is no time zone (IANA), such as Europe/Berlin.")
    }
    guard let dates = DateStyle(rawValue: dateStyle) else {
      throw ValidationError("--date-style \(dateStyle) is neither dmy nor iso.")
    }
    guard let separator = Self.separators[csvSeparator] else {
      throw ValidationError("--csv-separator \(csvSeparator) is none of , ; tab.")
    }
    guard let decimal = Self.decimalSigns[csvDecimal] else {
      throw ValidationError("--csv-decimal \(csvDecimal) is neither . nor ,")
    }
    guard decimal.rawValue != separator.rawValue else {
      throw ValidationError(
        "--csv-decimal , needs another separator between cells: set --csv-separator ; or tab (TALLYBOOK_CSV_SEPARATOR)."
      )
    }
    return SpreadsheetStyle(
      zone: zone, dateStyle: dates, separator: separator, decimalSign: decimal,
      byteOrderMark: try Self.flag("--csv-bom", csvBom))
  }

  private static let separators: [String: SpreadsheetStyle.Separator] = [
    ",": .comma, ";": .semicolon, "tab": .tab, "\t": .tab,
  ]

  private static let decimalSigns: [String: SpreadsheetStyle.DecimalSign] = [".": .point, ",": .comma]

  static func flag(_ name: String, _ text: String) throws -> Bool {
    guard let flag = Bool(text) else { throw ValidationError("\(name) \(text) is neither true nor false.") }
    return flag
  }

  func site(
    now: @escaping @Sendable () -> Int, isSecure: Bool = false, chartLibrary: ChartLibrary? = nil
  ) throws -> SiteSettings {
    SiteSettings(
      style: try style(), timeZoneName: timeZone,
      repliesCountAsPublications: try Self.flag(
        "--replies-count-as-publications", repliesCountAsPublications),
      now: now, machineNow: StoreOptions.machineClock, isSecure: isSecure, chartLibrary: chartLibrary)
  }
}

/// What comes by environment alone, since options are seen by everybody on the machine. All else is an option too, whose variable
/// is read by `EnvironmentArguments`.
enum Environment {
  static let secrets = [
    (name: "TALLYBOOK_MAIL_PASSWORD", help: "The password of the mail server's user."),
    (
      name: "TALLYBOOK_OIDC_CLIENT_SECRET",
      help: "The secret that the OpenID Connect provider has given out."
    ),
  ]

  static func text(_ name: String) -> String? {
    let value = ProcessInfo.processInfo.environment[name]
    return value?.isEmpty == true ? nil : value
  }
}
