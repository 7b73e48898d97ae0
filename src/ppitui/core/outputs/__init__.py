"""What is shown beside the routes and never mixed into them: seven outputs, each with what it lacks.

Grade, volume group, typology prompts, recency-frequency-gravity-victims (RFGV), harm weight, compliance flags, and the
judgement with its sign-off. No rule reads any of them, and none of them changes a grade, a route or an action.
"""
