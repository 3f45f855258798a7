// SPDX-License-Identifier: MIT
#include "tests/end-to-end/canary.h"

#include "core/base/maskforms.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <string>

namespace punchcard::testing {

using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

qint64 parentIn(const QByteArray &stat)
{
    return stat.mid(stat.lastIndexOf(')') + 2).split(' ').value(1).toLongLong();
}

// All processes whose environment has @p marker, and all that descend from them.
QSet<qint64> processesOf(const QByteArray &marker)
{
    QHash<qint64, qint64> parents;
    QSet<qint64> ours;
    const QStringList names = QDir(u"/proc"_s).entryList(QDir::Dirs);
    for (const QString &name : names) {
        bool isPid = false;
        const qint64 pid = name.toLongLong(&isPid);
        if (!isPid)
            continue;
        parents.insert(pid, parentIn(contentOf(u"/proc/%1/stat"_s.arg(pid))));
        if (contentOf(u"/proc/%1/environ"_s.arg(pid)).contains(marker))
            ours.insert(pid);
    }
    for (qsizetype before = 0; before != ours.size();) {
        before = ours.size();
        for (auto each = parents.cbegin(); each != parents.cend(); ++each) {
            if (ours.contains(each.value()))
                ours.insert(each.key());
        }
    }
    return ours;
}

} // namespace

void Canary::add(Kind kind, const QByteArray &value)
{
    QByteArrayList forms = maskForms(value);
    const QString text = QString::fromUtf8(value);
    forms.append({value.toHex(), value.toHex().toUpper(), value.toHex(':'),
                  QByteArray(reinterpret_cast<const char *>(text.utf16()), text.size() * qsizetype(sizeof(char16_t))),
                  QByteArray::fromStdString(std::string(value.rbegin(), value.rend()))});
    m_forms.reserve(m_forms.size() + forms.size());
    for (const QByteArray &form : std::as_const(forms))
        m_forms.append({kind, form});
}

qsizetype Canary::forms() const
{
    return m_forms.size();
}

void Canary::search(const QString &site, const QByteArray &text, bool tokensOnly)
{
    ++m_sites;
    const auto found = std::ranges::find_if(
        m_forms, [&text, tokensOnly](const Form &form) { return (form.kind == Kind::Token || !tokensOnly) && text.contains(form.bytes); });
    if (found != m_forms.end())
        m_found.append(u"%1 in %2"_s.arg(QString::fromUtf8(found->bytes), site));
}

void Canary::searchFolder(const QString &folder, const QStringList &except)
{
    QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        if (std::ranges::none_of(except, [&path](const QString &end) { return path.endsWith(end); }))
            search(path, path.toUtf8() + '\n' + contentOf(path));
    }
}

void Canary::searchProcesses(const QByteArray &marker, const QByteArray &variable, qint64 given)
{
    const QSet<qint64> ours = processesOf(marker);
    for (const qint64 pid : ours) {
        const QByteArray arguments = contentOf(u"/proc/%1/cmdline"_s.arg(pid));
        search(u"arguments of %1"_s.arg(pid), arguments);
        const QByteArray environment = contentOf(u"/proc/%1/environ"_s.arg(pid));
        if (pid != given)
            search(u"environment of %1, %2"_s.arg(pid).arg(QString::fromUtf8(arguments.split('\0').value(0))), environment,
                   environment.contains(variable));
    }
}

bool Canary::runs(const QByteArray &marker, const QByteArray &program)
{
    const QStringList names = QDir(u"/proc"_s).entryList(QDir::Dirs);
    return std::ranges::any_of(names, [&](const QString &name) {
        if (!contentOf(u"/proc/%1/cmdline"_s.arg(name)).startsWith(program + '\0'))
            return false;
        // Up to whoever was told by its environment.
        for (qint64 pid = name.toLongLong(); pid > 1; pid = parentIn(contentOf(u"/proc/%1/stat"_s.arg(pid)))) {
            if (contentOf(u"/proc/%1/environ"_s.arg(pid)).contains(marker))
                return true;
        }
        return false;
    });
}

} // namespace punchcard::testing
