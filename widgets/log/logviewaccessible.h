// SPDX-License-Identifier: MIT
#pragma once

#include <QAccessibleWidget>

#include <map>

namespace punchcard {

class LogView;

/// The log for a screen reader: a list whose items are the lines on the screen. The caret's line has the focus, so that it
/// is read when the caret goes there.
class LogViewAccessible : public QAccessibleWidget
{
public:
    explicit LogViewAccessible(LogView *view);
    ~LogViewAccessible() override;

    /// Makes it known to Qt; more than once does no harm.
    static void install();

    int childCount() const override;
    QAccessibleInterface *child(int index) const override;
    int indexOfChild(const QAccessibleInterface *child) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    QAccessibleInterface *focusChild() const override;

private:
    [[nodiscard]] LogView *view() const;
    [[nodiscard]] QAccessibleInterface *lineInterface(qint64 line) const;

    mutable std::map<qint64, QAccessible::Id> m_lines; ///< Known to the screen reader, by the line's offset.
};

} // namespace punchcard
