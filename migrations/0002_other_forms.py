"""The Word file, the web page and the plain text of a sealed edition."""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    with op.batch_alter_table("editions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("html_file", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("text_file", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("docx_file", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("docx_failure", sa.String(length=500), nullable=True))


def downgrade() -> None:
    """Downgrade schema. No batch: on SQLite it would make the table anew, and rows of other tables refer to it."""
    for column in ("docx_failure", "docx_file", "text_file", "html_file"):
        op.drop_column("editions", column)
