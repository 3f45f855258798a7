// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayList>
#include <QStringList>

namespace punchcard::testing {

/// Values that must be found nowhere, and the places that have been searched for them, in every form that a text can give them:
/// as the maskers know them, in hexadecimal, in UTF-16 and from behind.
class Canary
{
public:
    enum class Kind { Token, Secret };
    void add(Kind kind, const QByteArray &value);

    void search(const QString &site, const QByteArray &text, bool tokensOnly = false);
    /// All files and their names below @p folder but those whose path ends so.
    void searchFolder(const QString &folder, const QStringList &except = {});
    /// Arguments and environment of all processes whose environment has @p marker ("PUNCHCARD_HOME=…"), and of all that descend
    /// from them. A script has its secrets in its environment, as variables such as @p variable, and nothing else.
    /// @p given: the process whose own environment somebody has put a token into.
    void searchProcesses(const QByteArray &marker, const QByteArray &variable, qint64 given = 0);

    /// Whether a program of that name runs among those that searchProcesses() looks at.
    [[nodiscard]] static bool runs(const QByteArray &marker, const QByteArray &program);

    [[nodiscard]] int sites() const { return m_sites; }
    [[nodiscard]] qsizetype forms() const;
    /// Which, and where; none is what is wanted.
    [[nodiscard]] const QStringList &found() const { return m_found; }

private:
    struct Form
    {
        Kind kind;
        QByteArray bytes;
    };

    QList<Form> m_forms;
    QStringList m_found;
    int m_sites = 0;
};

} // namespace punchcard::testing
