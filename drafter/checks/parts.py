"""What a kind of document (文种) needs: closing formula, 主送, 附件说明 against attachments."""
