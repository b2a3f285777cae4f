/// Tallybook's version: `--version`, pages, metrics and the OpenAPI document read it from here.
package enum Version {
  package static let current = "0.1"
}
