// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <string>
#include <vector>

namespace punchcard {

/// What an ignore file leaves out, by the rules of gitignore: comments, `!`, `/` at the begin, in the middle and at the end,
/// `*`, `?`, `**`, `[a-z]`, `[!a]`, `[[:digit:]]`, `\` before what is meant literally. The last rule that fits decides. Pure.
class IgnoreRules
{
public:
    enum class Verdict {
        Open,    ///< no rule speaks of it
        Ignored,
        Kept,    ///< a rule with `!` does
    };

    /// Adds the lines of an ignore file; they outrank the earlier ones.
    void add(const QByteArray &text);
    /// @p path is below the folder of the ignore file, parted by `/`. Whether a folder above it is left out is not looked at.
    [[nodiscard]] Verdict verdict(const QString &path, bool folder) const;

private:
    struct Token
    {
        enum class Kind {
            One,     ///< the character
            Any,     ///< `?`
            Set,     ///< `[…]`
            Star,    ///< `*`: within a name
            Folders, ///< `**/`: no folder, or some
            All,     ///< `**` at the end: all below
        };
        Kind kind = Kind::One;
        char32_t character = 0;
        std::u32string set = {}; ///< what stands between the brackets
    };
    struct Rule
    {
        bool negative = false;
        bool folderOnly = false;
        bool anchored = false; ///< has a slash: speaks of the path and not of the name
        std::vector<Token> tokens = {};
    };
    [[nodiscard]] static Rule parse(std::u32string line);
    [[nodiscard]] static bool matches(const std::vector<Token> &tokens, const std::u32string &text);
    [[nodiscard]] static bool isIn(const std::u32string &set, char32_t character);

    QList<Rule> m_rules;
};

} // namespace punchcard
