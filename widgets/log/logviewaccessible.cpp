// SPDX-License-Identifier: MIT
#include "widgets/log/logviewaccessible.h"

#include "widgets/log/logview.h"

namespace punchcard {
namespace {

constexpr size_t knownLines = 1000;

/// A line of it.
class LogLineAccessible : public QAccessibleInterface
{
public:
    LogLineAccessible(LogView *view, qint64 line)
        : m_view(view)
        , m_line(line)
    {
    }

    bool isValid() const override { return m_view; }
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString &) override { }
    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Name && m_view ? m_view->lineText(m_line) : QString();
    }
    QRect rect() const override
    {
        const QRect rect = m_view ? m_view->lineRect(m_line) : QRect();
        return rect.isNull() ? rect : rect.translated(m_view->viewport()->mapToGlobal(QPoint()));
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.focusable = true;
        state.selectable = true;
        state.readOnly = true;
        state.focused = m_view && m_view->hasFocus() && m_view->caret().line == m_line;
        state.invisible = !m_view || m_view->lineRect(m_line).isNull();
        return state;
    }
    [[nodiscard]] qint64 line() const { return m_line; }

private:
    QPointer<LogView> m_view;
    qint64 m_line;
};

QAccessibleInterface *make(const QString &, QObject *object)
{
    auto *const view = qobject_cast<LogView *>(object);
    return view ? new LogViewAccessible(view) : nullptr;
}

} // namespace

LogViewAccessible::LogViewAccessible(LogView *view)
    : QAccessibleWidget(view, QAccessible::List)
{
}

LogViewAccessible::~LogViewAccessible()
{
    for (const auto &[line, id] : m_lines)
        QAccessible::deleteAccessibleInterface(id);
}

void LogViewAccessible::install()
{
    static const bool done = [] {
        QAccessible::installFactory(make);
        return true;
    }();
    Q_UNUSED(done)
}

LogView *LogViewAccessible::view() const
{
    return qobject_cast<LogView *>(object());
}

QAccessibleInterface *LogViewAccessible::lineInterface(qint64 line) const
{
    if (const auto known = m_lines.find(line); known != m_lines.end())
        return QAccessible::accessibleInterface(known->second);
    if (m_lines.size() >= knownLines) {
        for (const auto &[old, id] : m_lines)
            QAccessible::deleteAccessibleInterface(id);
        m_lines.clear();
    }
    auto *const made = new LogLineAccessible(view(), line);
    m_lines.emplace(line, QAccessible::registerAccessibleInterface(made));
    return made;
}

int LogViewAccessible::childCount() const
{
    return int(view()->linesOnScreen().size());
}

QAccessibleInterface *LogViewAccessible::child(int index) const
{
    const QList<qint64> lines = view()->linesOnScreen();
    return index >= 0 && index < lines.size() ? lineInterface(lines.at(index)) : nullptr;
}

int LogViewAccessible::indexOfChild(const QAccessibleInterface *child) const
{
    const QList<qint64> lines = view()->linesOnScreen();
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (lineInterface(lines.at(i)) == child)
            return int(i);
    }
    return -1;
}

QAccessibleInterface *LogViewAccessible::childAt(int x, int y) const
{
    const QPoint point = view()->viewport()->mapFromGlobal(QPoint(x, y));
    const QList<qint64> lines = view()->linesOnScreen();
    for (const qint64 line : lines) {
        if (view()->lineRect(line).contains(point))
            return lineInterface(line);
    }
    return nullptr;
}

QAccessibleInterface *LogViewAccessible::focusChild() const
{
    return view()->document().isEmpty() ? nullptr : lineInterface(view()->caret().line);
}

} // namespace punchcard
